// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.plan;

import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.RunningEngine;
import dev.conduit.operator.core.plan.Aftermath;
import dev.conduit.operator.core.plan.Plan;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The plan that is reached. Engines that share a device load one after the other, so a first plan
 * has not all of them yet.
 */
public final class Settled {
  /** Each step starts an engine at least; more do not share what one waits for. */
  private static final int MOST_STEPS = 100;

  private Settled() {}

  /** Where nothing runs, what runs in the end; else the next step, as a rollout has an order. */
  public static Plan of(Observed observed, Function<Observed, Plan> planner) {
    Plan plan = planner.apply(observed);
    if (!observed.running().isEmpty() || plan.requeueAfter().isEmpty()) {
      return plan;
    }
    Observed world = observed;
    for (int step = 0; step < MOST_STEPS; step++) {
      Observed next = Aftermath.of(world, plan);
      if (ids(next).equals(ids(world))) {
        return plan;
      }
      world = next;
      plan = planner.apply(world);
    }
    return plan;
  }

  private static Set<String> ids(Observed world) {
    return world.running().stream().map(RunningEngine::instanceId).collect(Collectors.toSet());
  }
}
