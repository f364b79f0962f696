// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.api.v1alpha1.policy.RoutingPolicy;
import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.app.explain.OfflineTable;
import dev.conduit.operator.app.gather.SimulatedMachines;
import dev.conduit.operator.app.local.Findings;
import dev.conduit.operator.app.manifest.ManifestFolder;
import dev.conduit.operator.app.manifest.Manifests;
import dev.conduit.operator.core.observed.Node;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.Sourced;
import dev.conduit.operator.core.plan.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One policy of some files, made ready to decide. What is wrong or missing goes to the error
 * output.
 */
final class PolicyFiles {
  private final Console console;
  private final Function<Observed, Plan> planner;

  PolicyFiles(Console console, Function<Observed, Plan> planner) {
    this.console = console;
    this.planner = planner;
  }

  /**
   * Empty after problems were told.
   *
   * @param policies a file or folder, with blocks or without
   * @param name of the policy, if there are several
   * @param option that gives the name
   * @param others further files or folders, of which only the blocks count
   */
  Optional<OfflineTable> table(
      Path policies, @Nullable String name, String option, List<Path> others) {
    Optional<Manifests> first = read(policies);
    List<Sourced<InferenceBlock>> blocks = new ArrayList<>();
    first.ifPresent(manifests -> add(blocks, manifests));
    boolean isRead = first.isPresent();
    for (Path other : others) {
      Optional<Manifests> more = read(other);
      more.ifPresent(manifests -> add(blocks, manifests));
      isRead &= more.isPresent();
    }
    return isRead
        ? chosen(first.get(), policies, name, option)
            .flatMap(policy -> table(policy, new Manifests(blocks, first.get().policies())))
        : Optional.empty();
  }

  private Optional<Manifests> read(Path path) {
    return switch (new ManifestFolder(path).read()) {
      case Manifests.Loaded.Valid(Manifests manifests) -> Optional.of(manifests);
      case Manifests.Loaded.Invalid(List<String> problems) -> {
        problems.forEach(problem -> console.error("error: " + problem));
        yield Optional.empty();
      }
    };
  }

  /** A folder may be given twice, and then its blocks are the same. */
  private static void add(List<Sourced<InferenceBlock>> blocks, Manifests manifests) {
    for (Sourced<InferenceBlock> block : manifests.blocks()) {
      ObjectRef ref = block.ref();
      if (blocks.stream().noneMatch(known -> known.ref().equals(ref))) {
        blocks.add(block);
      }
    }
  }

  private Optional<RoutingPolicy> chosen(
      Manifests manifests, Path path, @Nullable String name, String option) {
    List<String> names =
        manifests.policies().stream().map(one -> one.resource().getMetadata().getName()).toList();
    List<Sourced<RoutingPolicy>> wanted =
        manifests.policies().stream()
            .filter(one -> name == null || one.resource().getMetadata().getName().equals(name))
            .toList();
    if (wanted.size() != 1) {
      console.error(
          "conduit: " + path + ": name one RoutingPolicy by " + option + "; there are: " + names);
      return Optional.empty();
    }
    return Optional.of(wanted.getFirst().resource());
  }

  private Optional<OfflineTable> table(RoutingPolicy policy, Manifests manifests) {
    OfflineTable.Made made =
        OfflineTable.of(policy, manifests.blocks(), blocks -> plan(blocks, manifests));
    for (String name : made.standIns()) {
      console.error("note: no manifest of the InferenceBlock " + name + "; its window is unknown");
    }
    new Findings(manifests).print(made.findings(), console);
    return made.table();
  }

  /** For a machine that has what simulators ask for and nothing else: the same everywhere. */
  private Plan plan(List<Sourced<InferenceBlock>> blocks, Manifests manifests) {
    Node bare = new Node("any", "", false, List.of());
    return planner.apply(
        new Observed(
            blocks, manifests.policies(), SimulatedMachines.beside(bare, blocks), List.of()));
  }
}
