// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.plan;

import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.plan.EngineInstance;
import dev.conduit.operator.core.plan.Plan;
import java.util.List;
import java.util.Optional;

/** What a plan costs in US dollars per hour, to the cent. */
final class PlanCost {
  private static final double CENTS = 100;

  private PlanCost() {}

  /** Of one block; empty when an engine's price is not known, or it has none. */
  static Optional<Double> of(Plan plan, ObjectRef block) {
    return sum(plan.desired().stream().filter(engine -> engine.block().equals(block)).toList());
  }

  /** Of all engines; empty when one's price is not known, or there is none. */
  static Optional<Double> ofAll(Plan plan) {
    return sum(plan.desired());
  }

  private static Optional<Double> sum(List<EngineInstance> engines) {
    if (engines.isEmpty() || engines.stream().anyMatch(one -> one.hourlyCost().isEmpty())) {
      return Optional.empty();
    }
    double sum = engines.stream().mapToDouble(one -> one.hourlyCost().orElse(0.0)).sum();
    return Optional.of(Math.round(sum * CENTS) / CENTS);
  }
}
