// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.gather;

import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.plan.Plan;
import dev.conduit.operator.core.plan.Planner;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Plans each observation once, for all who ask. Safe for use by several threads. */
public final class Plans {
  private final Planner planner;
  private final InstantSource clock;
  private @Nullable Observed planned;
  private @Nullable Plan plan;

  public Plans(Planner planner, InstantSource clock) {
    this.planner = planner;
    this.clock = clock;
  }

  @SuppressWarnings("ReferenceEquality") // comparing the contents costs more than planning
  public synchronized Plan of(Observed observed) {
    if (plan == null || planned != observed) {
      plan = planner.plan(observed, clock.instant());
      planned = observed;
    }
    return plan;
  }
}
