// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.operator.app.cluster.Kube;
import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.app.console.ExitCode;
import dev.conduit.operator.app.gather.LocalMachine;
import dev.conduit.operator.app.gather.SimulatedMachines;
import dev.conduit.operator.app.local.Findings;
import dev.conduit.operator.app.manifest.ManifestFolder;
import dev.conduit.operator.app.manifest.Manifests;
import dev.conduit.operator.app.plan.PlanReport;
import dev.conduit.operator.app.plan.PlanTables;
import dev.conduit.operator.app.plan.ReportedChange;
import dev.conduit.operator.app.plan.Settled;
import dev.conduit.operator.app.plan.WhatIf;
import dev.conduit.operator.app.plan.WhatIfReport;
import dev.conduit.operator.app.plan.WhatIfTable;
import dev.conduit.operator.cluster.gather.ClusterReader;
import dev.conduit.operator.cluster.gather.ClusterView;
import dev.conduit.operator.core.model.PriceEntries;
import dev.conduit.operator.core.observed.Inventory;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.plan.EngineInstance;
import dev.conduit.operator.core.plan.Plan;
import dev.conduit.operator.sources.ModelLookup;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "plan",
    description = {
      "Show what would run where and why not, without starting it: on this machine,",
      "on the nodes of a file, or with --cluster what applying the files would change there.",
      "First column: = runs already, + would start, ~ stays until its successor is",
      "ready, - would stop.",
      "Exit code 0: all fits, 2: something does not, 3: a manifest is wrong."
    })
final class PlanVerb implements Verb {
  private final Console console;
  private final Surroundings surroundings;
  private final Function<Observed, Plan> planner;

  @Option(
      names = {"-f", "--folder"},
      paramLabel = "FILE|DIR",
      description = {
        "Folder of manifests (*.yaml, *.yml), or one file.",
        "With --cluster it may be left out: then what is there is planned."
      })
  @Nullable Path folder;

  @Mixin ClusterOptions cluster = new ClusterOptions();

  @Mixin FactsOptions facts = new FactsOptions();

  @Option(
      names = "--nodes",
      paramLabel = "FILE",
      description = "Plan for these nodes, as `kubectl get nodes -o yaml` writes them.")
  @Nullable Path nodes;

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description = {
        "With --nodes or --cluster: US dollars per hour, over those of the cluster and the list.",
        "Lines such as H100-80GB: \"6.50\", H100-80GB.spot: \"2.10\", instance-type.p5.48xlarge: \"55\"."
      })
  @Nullable Path prices;

  @Option(names = "--commands", description = "Show the command of each engine too.")
  boolean commands;

  @Option(
      names = "--explain",
      description = "Show what each engine's memory is used for, and how sure that is.")
  boolean explain;

  @Option(
      names = "--what-if",
      paramLabel = "KEY=VALUE,...",
      description = {
        "Plan as if blocks said otherwise, and show what that changes. Of all blocks, or with",
        "NAME:KEY=VALUE of one. Keys: gpu, count, tensorParallel, pipelineParallel, sharing, spot,",
        "replicas, model, maxModelLen, maxConcurrency, kvCacheDtype, quantization."
      })
  @Nullable String whatIf;

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

  PlanVerb(Console console, Surroundings surroundings, Function<Observed, Plan> planner) {
    this.console = console;
    this.surroundings = surroundings;
    this.planner = planner;
  }

  @Override
  public ExitCode run() throws InterruptedException {
    if (prices != null && nodes == null && !cluster.isAsked()) {
      return unpriced();
    }
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

  /** What a person's own machine costs nobody asks, so a file of prices would change nothing. */
  private ExitCode unpriced() {
    console.error(
        "conduit: --prices is for machines that are paid by the hour: add --nodes FILE or --cluster, or leave it out");
    return ExitCode.USAGE;
  }

  private ExitCode misused() {
    console.error(
        "conduit: say what to plan with -f FILE|DIR, or plan what is in a cluster: --cluster");
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
    return decide(
        manifests, new Observed(manifests.blocks(), manifests.policies(), inventory, List.of()));
  }

  private ExitCode onCluster(Manifests manifests, ClusterReader.Reading reading)
      throws InterruptedException {
    return switch (reading) {
      case ClusterReader.Reading.Done(ClusterView view) ->
          priced(
              manifests,
              new Overlay(manifests, problem -> console.error("warning: " + problem)).on(view));
      case ClusterReader.Reading.Failed(String message) -> {
        console.error("conduit: " + message);
        yield ExitCode.NO_CLUSTER;
      }
    };
  }

  private ExitCode priced(Manifests manifests, Observed observed) throws InterruptedException {
    if (prices == null) {
      return decide(manifests, observed);
    }
    return switch (PriceFile.read(prices)) {
      case PriceFile.Reading.Done(PriceEntries.Reading stated) -> {
        stated.problems().forEach(problem -> console.error("warning: " + prices + ", " + problem));
        yield decide(manifests, observed.withPrices(observed.prices().with(stated.prices())));
      }
      case PriceFile.Reading.Failed(String message) -> {
        console.error("conduit: " + message);
        yield ExitCode.USAGE;
      }
    };
  }

  private ExitCode decide(Manifests manifests, Observed seen) throws InterruptedException {
    ModelLookup models = facts.lookup(surroundings.environment());
    Observed observed = models.look(seen);
    if (whatIf == null) {
      return show(manifests, observed, Settled.of(observed, planner));
    }
    return switch (WhatIf.of(whatIf, observed)) {
      case WhatIf.Outcome.Changed(List<ReportedChange> changes, Observed changed) ->
          compare(manifests, observed, models.look(changed), changes);
      case WhatIf.Outcome.Misused(List<String> problems) -> {
        problems.forEach(problem -> console.error("conduit: " + problem));
        yield ExitCode.USAGE;
      }
      case WhatIf.Outcome.Refused(List<String> problems) -> {
        problems.forEach(problem -> console.error("error: " + problem));
        yield ExitCode.INVALID;
      }
    };
  }

  private ExitCode compare(
      Manifests manifests, Observed asIs, Observed changed, List<ReportedChange> changes)
      throws InterruptedException {
    Observed there =
        nodes == null && !cluster.isAsked()
            ? changed.withInventory(SimulatedMachines.beside(LocalMachine.look(), changed.blocks()))
            : changed;
    Plan before = Settled.of(asIs, planner);
    Plan after = Settled.of(there, planner);
    ExitCode exit = Findings.exitCode(after.findings());
    WhatIfReport report =
        WhatIfReport.of(
            changes,
            PlanReport.of(asIs, before, Findings.exitCode(before.findings())),
            PlanReport.of(there, after, exit));
    switch (output) {
      case json -> console.line(report.json());
      case yaml -> console.line(report.yaml());
      case table -> {
        WhatIfTable.lines(report).forEach(console::line);
        console.line("");
        return show(manifests, there, after);
      }
    }
    return exit;
  }

  private ExitCode show(Manifests manifests, Observed observed, Plan plan) {
    ExitCode exit = Findings.exitCode(plan.findings());
    if (output != Output.table) {
      write(PlanReport.of(observed, plan, exit));
      return exit;
    }
    PlanTables tables = new PlanTables(observed, plan);
    tables.inventory().forEach(console::line);
    console.line("");
    tables.placements().forEach(console::line);
    if (explain && !tables.breakdowns().isEmpty()) {
      console.line("");
      tables.breakdowns().forEach(console::line);
    }
    if (commands) {
      plan.desired().forEach(this::command);
    }
    console.line("");
    tables.idle().forEach(console::line);
    new Findings(manifests).print(plan.findings(), console);
    console.line(tables.summary(exit == ExitCode.INVALID, exit == ExitCode.DOES_NOT_FIT));
    return exit;
  }

  private void write(PlanReport report) {
    switch (output) {
      case table -> {}
      case json -> console.line(report.json());
      case yaml -> console.line(report.yaml());
    }
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
