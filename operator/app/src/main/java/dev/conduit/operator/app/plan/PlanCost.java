// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.plan;

import dev.conduit.api.v1alpha1.block.InferenceBlockStatus;
import dev.conduit.operator.core.plan.Plan;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a plan costs in US dollars per hour, as its statuses say it. */
final class PlanCost {
  private PlanCost() {}

  /** Of one block; empty when its price is not known or it has no place. */
  static Optional<Double> of(InferenceBlockStatus status) {
    return Optional.ofNullable(status.hourlyCost()).map(Double::valueOf);
  }

  /** Of all blocks that have engines; empty when one's price is not known, or there is none. */
  static Optional<Double> ofAll(Plan plan) {
    Set<Object> placed =
        plan.desired().stream().map(engine -> engine.block()).collect(Collectors.toSet());
    double sum = 0;
    for (var status : plan.blockStatuses().entrySet()) {
      Optional<Double> cost = of(status.getValue());
      if (cost.isEmpty() && placed.contains(status.getKey())) {
        return Optional.empty();
      }
      sum += cost.orElse(0.0);
    }
    return placed.isEmpty() ? Optional.empty() : Optional.of(sum);
  }
}
