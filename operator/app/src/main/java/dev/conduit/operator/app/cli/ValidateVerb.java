// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.api.v1alpha1.policy.RoutingPolicy;
import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.app.console.ExitCode;
import dev.conduit.operator.app.explain.OfflineTable;
import dev.conduit.operator.app.local.Findings;
import dev.conduit.operator.app.manifest.ManifestFolder;
import dev.conduit.operator.app.manifest.Manifests;
import dev.conduit.operator.core.finding.Finding;
import dev.conduit.operator.core.finding.Reason;
import dev.conduit.operator.core.observed.Inventory;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.Provider;
import dev.conduit.operator.core.observed.Sourced;
import dev.conduit.operator.core.plan.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "validate",
    description = {
      "Check manifests by the rules that a cluster's API server would apply, and for what no plan",
      "can serve. Whether they fit is for `conduit plan` to say."
    })
final class ValidateVerb implements Verb {
  private final Console console;
  private final Function<Observed, Plan> planner;

  @Option(
      names = {"-f", "--folder"},
      required = true,
      paramLabel = "DIR",
      description = "Folder of manifests (*.yaml, *.yml), or one file.")
  Path folder = Path.of(".");

  /**
   * @param planner whose refusals hold on whatever machines there are
   */
  ValidateVerb(Console console, Function<Observed, Plan> planner) {
    this.console = console;
    this.planner = planner;
  }

  @Override
  public ExitCode run() {
    return switch (new ManifestFolder(folder).read()) {
      case Manifests.Loaded.Valid(Manifests manifests) -> planned(manifests);
      case Manifests.Loaded.Invalid(List<String> problems) -> {
        problems.forEach(problem -> console.error("error: " + problem));
        yield ExitCode.INVALID;
      }
    };
  }

  /** What the schema allows and no plan can serve, on machines of any kind. */
  private ExitCode planned(Manifests manifests) {
    List<Finding> refusals = refusals(plan(manifests.blocks(), manifests).findings());
    // A policy may speak of blocks that are in the cluster and not in these files.
    Set<ObjectRef> incomplete =
        refusals.stream()
            .filter(finding -> finding.reason() == Reason.MISSING_BLOCK)
            .map(Finding::object)
            .collect(Collectors.toSet());
    List<Finding> errors =
        new ArrayList<>(
            refusals.stream().filter(one -> !incomplete.contains(one.object())).toList());
    List<String> unchecked = new ArrayList<>();
    for (Sourced<RoutingPolicy> policy : manifests.policies()) {
      if (incomplete.contains(policy.ref())) {
        OfflineTable.Made made =
            OfflineTable.of(
                policy.resource(), manifests.blocks(), blocks -> plan(blocks, manifests));
        errors.addAll(refusals(made.findings()));
        unchecked.add(unchecked(policy, made.standIns()));
      }
    }
    new Findings(manifests).print(errors, console);
    if (!errors.isEmpty()) {
      return ExitCode.INVALID;
    }
    console.line(
        "valid: %d InferenceBlocks, %d RoutingPolicies"
            .formatted(manifests.blocks().size(), manifests.policies().size()));
    unchecked.forEach(console::line);
    return ExitCode.OK;
  }

  private Plan plan(List<Sourced<InferenceBlock>> blocks, Manifests manifests) {
    Inventory nothing = new Inventory(List.of(), Provider.KUBERNETES);
    return planner.apply(new Observed(blocks, manifests.policies(), nothing, List.of()));
  }

  private static List<Finding> refusals(List<Finding> findings) {
    return findings.stream().filter(Finding.Refused.class::isInstance).toList();
  }

  private static String unchecked(Sourced<RoutingPolicy> policy, List<String> blocks) {
    return "not checked: %s: %s: whether there are the InferenceBlocks %s, with the models that it names; give their files too"
        .formatted(policy.source(), policy.ref(), String.join(", ", blocks));
  }
}
