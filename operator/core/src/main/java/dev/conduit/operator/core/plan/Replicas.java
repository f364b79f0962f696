// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import dev.conduit.operator.core.finding.Finding;
import dev.conduit.operator.core.observed.RunningEngine;
import dev.conduit.operator.core.placement.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What became of a block's replicas.
 *
 * @param wanted number of them
 * @param places by replica; a replica without a place is missing
 * @param instances that shall run now
 * @param kept ids of running engines that stay until their successors are ready
 * @param waiting whether a replica only waits for memory that will be free soon
 */
record Replicas(
    int wanted,
    Map<Integer, Place> places,
    List<EngineInstance> instances,
    Set<String> kept,
    List<Finding> findings,
    boolean waiting) {
  Replicas {
    places = new TreeMap<>(places);
    instances = List.copyOf(instances);
    kept = Set.copyOf(kept);
    findings = List.copyOf(findings);
  }

  Replicas with(Finding finding) {
    List<Finding> more = new ArrayList<>(findings);
    more.add(finding);
    return new Replicas(wanted, places, instances, kept, more, waiting);
  }

  /** For what runs nothing; whatever ran before goes. */
  static Replicas none() {
    return new Replicas(0, Map.of(), List.of(), Set.of(), List.of(), false);
  }

  /** Nothing is planned; whatever runs goes on. */
  static Replicas untouched(List<RunningEngine> running) {
    Set<String> all =
        running.stream()
            .filter(RunningEngine::isWanted)
            .map(RunningEngine::instanceId)
            .collect(java.util.stream.Collectors.toSet());
    return new Replicas(0, Map.of(), List.of(), all, List.of(), false);
  }

  /** The first replica's place, which stands for the block where one is shown. */
  Optional<Place> firstPlace() {
    return places.values().stream().findFirst();
  }
}
