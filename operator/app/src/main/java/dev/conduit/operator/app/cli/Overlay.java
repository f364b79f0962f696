// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.operator.app.manifest.Manifests;
import dev.conduit.operator.cluster.gather.ClusterGatherer;
import dev.conduit.operator.cluster.gather.ClusterView;
import dev.conduit.operator.core.model.GpuCatalogue;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.Sourced;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What the planner would see once files were applied to a cluster. */
final class Overlay {
  private final Manifests manifests;
  private final Consumer<String> warnings;

  /**
   * @param warnings takes what nodes say of themselves that is not used
   */
  Overlay(Manifests manifests, Consumer<String> warnings) {
    this.manifests = manifests;
    this.warnings = warnings;
  }

  Observed on(ClusterView view) {
    ClusterGatherer.Gathered gathered = new ClusterGatherer(GpuCatalogue.bundled()).gather(view);
    gathered.nodeProblems().forEach(warnings);
    Observed there = gathered.observed();
    return new Observed(
        with(there.blocks(), manifests.blocks()),
        with(there.policies(), manifests.policies()),
        there.inventory(),
        there.running(),
        Map.of(),
        there.prices());
  }

  private static <T extends HasMetadata> List<Sourced<T>> with(
      List<Sourced<T>> there, List<Sourced<T>> applied) {
    Set<ObjectRef> replaced = applied.stream().map(Sourced::ref).collect(Collectors.toSet());
    List<Sourced<T>> all = new ArrayList<>(applied);
    there.stream().filter(one -> !replaced.contains(one.ref())).forEach(all::add);
    return all;
  }
}
