// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.app.console.ExitCode;
import dev.conduit.operator.app.local.Findings;
import dev.conduit.operator.app.manifest.ManifestFolder;
import dev.conduit.operator.app.manifest.Manifests;
import dev.conduit.operator.core.finding.Finding;
import dev.conduit.operator.core.finding.Reason;
import dev.conduit.operator.core.observed.Inventory;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.Provider;
import dev.conduit.operator.core.plan.Plan;
import java.nio.file.Path;
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
    Inventory nothing = new Inventory(List.of(), Provider.KUBERNETES);
    List<Finding> refusals =
        planner
            .apply(new Observed(manifests.blocks(), manifests.policies(), nothing, List.of()))
            .findings()
            .stream()
            .filter(Finding.Refused.class::isInstance)
            .toList();
    // A policy may speak of blocks that are in the cluster and not in these files.
    Set<ObjectRef> incomplete =
        refusals.stream()
            .filter(finding -> finding.reason() == Reason.MISSING_BLOCK)
            .map(Finding::object)
            .collect(Collectors.toSet());
    List<Finding> errors =
        refusals.stream()
            .filter(finding -> !incomplete.contains(finding.object()) || isOwn(finding))
            .toList();
    new Findings(manifests).print(errors, console);
    if (!errors.isEmpty()) {
      return ExitCode.INVALID;
    }
    console.line(
        "valid: %d InferenceBlocks, %d RoutingPolicies"
            .formatted(manifests.blocks().size(), manifests.policies().size()));
    return ExitCode.OK;
  }

  /** Whether it does not follow from a block that is not there. */
  private static boolean isOwn(Finding finding) {
    return finding.reason() == Reason.INVALID_VALUE;
  }
}
