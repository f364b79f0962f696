// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.app.console.ExitCode;
import dev.conduit.operator.app.console.Table;
import dev.conduit.operator.app.gather.LocalMachine;
import dev.conduit.operator.app.gather.SimulatedMachines;
import dev.conduit.operator.app.local.Findings;
import dev.conduit.operator.app.manifest.ManifestFolder;
import dev.conduit.operator.app.manifest.Manifests;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.Inventory;
import dev.conduit.operator.core.observed.Node;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.plan.EngineInstance;
import dev.conduit.operator.core.plan.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "plan",
    description = {
      "Show what `up` would start on this machine, without starting it.",
      "Exit code 0: all fits, 2: something does not, 3: a manifest is wrong."
    })
final class PlanVerb implements Verb {
  private final Console console;
  private final Function<Observed, Plan> planner;

  @Option(
      names = {"-f", "--folder"},
      required = true,
      paramLabel = "DIR",
      description = "Folder of manifests (*.yaml, *.yml), or one file.")
  Path folder = Path.of(".");

  @Option(names = "--commands", description = "Show the command of each engine too.")
  boolean commands;

  PlanVerb(Console console, Function<Observed, Plan> planner) {
    this.console = console;
    this.planner = planner;
  }

  @Override
  public ExitCode run() throws InterruptedException {
    return switch (new ManifestFolder(folder).read()) {
      case Manifests.Loaded.Valid(Manifests manifests) -> plan(manifests);
      case Manifests.Loaded.Invalid(List<String> problems) -> {
        problems.forEach(problem -> console.error("error: " + problem));
        yield ExitCode.INVALID;
      }
    };
  }

  private ExitCode plan(Manifests manifests) throws InterruptedException {
    Inventory inventory = SimulatedMachines.beside(LocalMachine.look(), manifests.blocks());
    Plan plan =
        planner.apply(new Observed(manifests.blocks(), manifests.policies(), inventory, List.of()));
    inventory(inventory).lines().forEach(console::line);
    console.line("");
    placements(plan).lines().forEach(console::line);
    if (commands) {
      plan.desired().forEach(this::command);
    }
    new Findings(manifests).print(plan.findings(), console);
    return Findings.exitCode(plan.findings());
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

  private static Table placements(Plan plan) {
    Table table = new Table("ENGINE", "BLOCK", "MODEL", "NODE", "DEVICES", "MEMORY PER DEVICE");
    for (EngineInstance instance : plan.desired()) {
      table.row(
          instance.id(),
          instance.block().name(),
          String.join(",", instance.command().servedNames())
              + (instance.simulated() ? " (simulated)" : ""),
          instance.node(),
          String.join(",", instance.deviceIds()),
          instance.charge().toString());
    }
    return table;
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
