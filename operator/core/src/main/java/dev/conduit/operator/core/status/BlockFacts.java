// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.status;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.operator.core.finding.Finding;
import dev.conduit.operator.core.observed.RunningEngine;
import dev.conduit.operator.core.observed.Trouble;
import dev.conduit.operator.core.placement.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a block's status is made from.
 *
 * @param wanted replicas
 * @param places by replica, of those that have one
 * @param hosted whether it stands for a hosted API and so runs nothing
 * @param waiting whether a replica waits for memory that will be free soon
 * @param findings about the block only
 * @param hourlyCost of all places in US dollars; empty when a node does not say its own
 * @param notApplied what of its last plan could not be written
 * @param running its engines, draining ones included
 */
public record BlockFacts(
    InferenceBlock block,
    int wanted,
    Map<Integer, Place> places,
    boolean hosted,
    boolean waiting,
    Optional<Double> hourlyCost,
    List<Finding> findings,
    Optional<Trouble> notApplied,
    List<RunningEngine> running) {
  public BlockFacts {
    places = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(places));
    findings = List.copyOf(findings);
    running = List.copyOf(running);
  }

  /** Engines of the revision that is planned for their replica. */
  List<RunningEngine> current() {
    return running.stream()
        .filter(RunningEngine::isWanted)
        .filter(
            engine -> {
              Place place = places.get(engine.replica());
              return place != null && place.revision().equals(engine.revision());
            })
        .toList();
  }
}
