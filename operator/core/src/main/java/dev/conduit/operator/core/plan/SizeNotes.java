// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import dev.conduit.operator.core.finding.Finding;
import dev.conduit.operator.core.finding.Reason;
import dev.conduit.operator.core.finding.Severity;
import dev.conduit.operator.core.fit.Breakdown;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.placement.Place;
import dev.conduit.operator.core.placement.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a user should know of sizes that fit, but less well than wished. */
final class SizeNotes {
  private SizeNotes() {}

  /** About the tightest of the places; empty when all is as wished. */
  static List<Finding> of(ObjectRef block, Workload workload, List<Place> places) {
    Optional<Place> tightest =
        places.stream()
            .filter(place -> place.variant().breakdown().isPresent())
            .min(Comparator.comparingLong(place -> split(place).kvTokens()));
    List<Finding> notes = new ArrayList<>();
    tightest.ifPresent(
        place -> {
          shortened(block, workload, place).ifPresent(notes::add);
          crowded(block, workload, place).ifPresent(notes::add);
        });
    return notes;
  }

  private static Optional<Finding> shortened(ObjectRef block, Workload workload, Place place) {
    int planned = split(place).contextTokens();
    int made = workload.served().map(model -> model.contextTokens()).orElse(planned);
    boolean byMemory =
        workload.model().maxModelLen() == null
            && planned < made
            && !place.variant().deviceType().equals("cpu");
    return byMemory
        ? Optional.of(
            new Finding.Noted(
                block,
                Reason.CONTEXT_SHORTENED,
                Severity.INFO,
                "memory holds a context of %d of the model's %d tokens on %s; set spec.models[0].maxModelLen to decide it yourself"
                    .formatted(planned, made, place.variant().deviceType())))
        : Optional.empty();
  }

  private static Optional<Finding> crowded(ObjectRef block, Workload workload, Place place) {
    Breakdown split = split(place);
    Integer wished = workload.model().maxConcurrency();
    if (wished == null || split.kvTokens() == 0) {
      return Optional.empty();
    }
    long full = split.kvTokens() / Math.max(1, split.contextTokens());
    return full < wished
        ? Optional.of(
            new Finding.Noted(
                block,
                Reason.KV_CACHE_BELOW_CONCURRENCY,
                Severity.INFO,
                "the KV cache holds %d tokens: %d sequences of %d tokens at once, not %d; shorter ones share it, longer ones wait"
                    .formatted(split.kvTokens(), full, split.contextTokens(), wished)))
        : Optional.empty();
  }

  private static Breakdown split(Place place) {
    return place.variant().breakdown().orElseThrow();
  }
}
