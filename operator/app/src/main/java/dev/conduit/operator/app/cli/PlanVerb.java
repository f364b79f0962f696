// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.operator.app.cluster.Kube;
import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.app.console.ExitCode;
import dev.conduit.operator.app.console.Table;
import dev.conduit.operator.app.gather.LocalMachine;
import dev.conduit.operator.app.gather.SimulatedMachines;
import dev.conduit.operator.app.local.Findings;
import dev.conduit.operator.app.manifest.ManifestFolder;
import dev.conduit.operator.app.manifest.Manifests;
import dev.conduit.operator.app.plan.PlanReport;
import dev.conduit.operator.cluster.gather.ClusterReader;
import dev.conduit.operator.cluster.gather.ClusterView;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.Inventory;
import dev.conduit.operator.core.observed.Node;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.RunningEngine;
import dev.conduit.operator.core.plan.EngineInstance;
import dev.conduit.operator.core.plan.ExternalEndpoint;
import dev.conduit.operator.core.plan.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "plan",
    description = {
      "Show what would run where, without starting it: on this machine, on the nodes of a file,",
      "or with --cluster what applying the files would change there.",
      "First column: = runs already, + would start, ~ stays until its successor is ready, - would stop.",
      "Exit code 0: all fits, 2: something does not, 3: a manifest is wrong."
    })
final class PlanVerb implements Verb {
  private final Console console;
  private final Function<Observed, Plan> planner;

  @Option(
      names = {"-f", "--folder"},
      paramLabel = "DIR",
      description = {
        "Folder of manifests (*.yaml, *.yml), or one file.",
        "With --cluster it may be left out: then what is there is planned."
      })
  @Nullable Path folder;

  @Mixin ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = "--nodes",
      paramLabel = "FILE",
      description = "Plan for these nodes, as `kubectl get nodes -o yaml` writes them.")
  @Nullable Path nodes;

  @Option(names = "--commands", description = "Show the command of each engine too.")
  boolean commands;

  @Option(
      names = "--explain",
      description = "Show what each engine's memory is used for, and how sure that is.")
  boolean explain;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; default table. json and yaml have everything.")
  Output output = Output.table;

  /** In lower case, as it is written on the command line. */
  enum Output {
    table,
    json,
    yaml
  }

  PlanVerb(Console console, Function<Observed, Plan> planner) {
    this.console = console;
    this.planner = planner;
  }

  @Override
  public ExitCode run() throws InterruptedException {
    if (folder == null) {
      return cluster.isAsked() ? plan(new Manifests(List.of(), List.of())) : misused();
    }
    return switch (new ManifestFolder(folder).read()) {
      case Manifests.Loaded.Valid(Manifests manifests) -> plan(manifests);
      case Manifests.Loaded.Invalid(List<String> problems) -> {
        problems.forEach(problem -> console.error("error: " + problem));
        write(PlanReport.ofProblems(problems));
        yield ExitCode.INVALID;
      }
    };
  }

  private ExitCode misused() {
    console.error("conduit: say what to plan with -f DIR, or plan what is in a cluster: --cluster");
    return ExitCode.USAGE;
  }

  private ExitCode plan(Manifests manifests) throws InterruptedException {
    if (nodes != null) {
      return onCluster(manifests, ClusterReader.nodes(nodes));
    }
    if (cluster.isAsked()) {
      return onCluster(manifests, Kube.read(cluster.context));
    }
    Inventory inventory = SimulatedMachines.beside(LocalMachine.look(), manifests.blocks());
    return show(
        manifests, new Observed(manifests.blocks(), manifests.policies(), inventory, List.of()));
  }

  private ExitCode onCluster(Manifests manifests, ClusterReader.Reading reading) {
    return switch (reading) {
      case ClusterReader.Reading.Done(ClusterView view) ->
          show(manifests, new Overlay(manifests).on(view));
      case ClusterReader.Reading.Failed(String message) -> {
        console.error("conduit: " + message);
        yield ExitCode.NO_CLUSTER;
      }
    };
  }

  private ExitCode show(Manifests manifests, Observed observed) {
    Plan plan = planner.apply(observed);
    if (output != Output.table) {
      ExitCode exit = Findings.exitCode(plan.findings());
      write(PlanReport.of(observed, plan, exit));
      return exit;
    }
    inventory(observed.inventory()).lines().forEach(console::line);
    console.line("");
    placements(observed, plan).lines().forEach(console::line);
    if (explain) {
      console.line("");
      Breakdowns.of(plan).lines().forEach(console::line);
    }
    if (commands) {
      plan.desired().forEach(this::command);
    }
    new Findings(manifests).print(plan.findings(), console);
    return Findings.exitCode(plan.findings());
  }

  private void write(PlanReport report) {
    switch (output) {
      case table -> {}
      case json -> console.line(report.json());
      case yaml -> console.line(report.yaml());
    }
  }

  private static Table inventory(Inventory inventory) {
    Table table = new Table("NODE", "DEVICES", "MEMORY EACH", "IN USE BY OTHERS");
    for (Node node : inventory.nodes()) {
      for (String product : node.devices().stream().map(Device::product).distinct().toList()) {
        List<Device> same =
            node.devices().stream().filter(d -> d.product().equals(product)).toList();
        table.row(
            node.name(),
            "%d x %s%s".formatted(same.size(), product, node.simulated() ? " (simulated)" : ""),
            same.getFirst().total().toString(),
            same.getFirst().usedByOthers().toString());
      }
    }
    return table;
  }

  private static Table placements(Observed observed, Plan plan) {
    Table table = new Table("", "ENGINE", "BLOCK", "MODEL", "NODE", "DEVICES", "MEMORY PER DEVICE");
    Set<String> running =
        observed.running().stream().map(RunningEngine::instanceId).collect(Collectors.toSet());
    for (EngineInstance instance : plan.desired()) {
      table.row(
          running.contains(instance.id()) ? "=" : "+",
          instance.id(),
          instance.block().name(),
          String.join(",", instance.command().servedNames())
              + (instance.simulated() ? " (simulated)" : ""),
          instance.node(),
          devices(instance.deviceIds()),
          instance.charge().toString());
    }
    for (ExternalEndpoint endpoint : plan.external()) {
      String names = String.join(",", endpoint.servedNames());
      String name = endpoint.block().name();
      table.row("", "-", name, names, "external", endpoint.url().toString(), "-");
    }
    Set<String> desired =
        plan.desired().stream().map(EngineInstance::id).collect(Collectors.toSet());
    for (RunningEngine engine : observed.running()) {
      if (!desired.contains(engine.instanceId())) {
        table.row(
            plan.kept().contains(engine.instanceId()) ? "~" : "-",
            engine.instanceId(),
            engine.block().name(),
            String.join(",", engine.servedNames()),
            engine.node(),
            devices(engine.deviceIds()),
            engine.charge().toString());
      }
    }
    return table;
  }

  /** Devices of one resource are named once: {@code nvidia.com/gpu/0,1}. */
  private static String devices(List<String> ids) {
    StringBuilder text = new StringBuilder();
    String last = "";
    for (String id : ids) {
      String resource = id.substring(0, id.lastIndexOf('/') + 1);
      boolean again = !text.isEmpty() && resource.equals(last);
      text.append(text.isEmpty() ? "" : ",").append(again ? id.substring(resource.length()) : id);
      last = resource;
    }
    return text.toString();
  }

  private void command(EngineInstance instance) {
    console.line("");
    console.line(
        "%s%s: %s %s"
            .formatted(
                instance.id(),
                instance.simulated() ? " (simulated)" : "",
                instance.command().program().orElse("(the image's entry point)"),
                String.join(" ", instance.command().render(instance.command().defaultPort()))));
  }
}
