// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.upstream;

import dev.conduit.sidecar.core.balance.Health;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * What changes about an endpoint while it runs; outlives snapshots. Any thread.
 *
 * <p>Owner of the endpoint's health and in-flight count: nothing else holds them.
 */
final class Vitals {
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicReference<Health> health = new AtomicReference<>(Health.UNKNOWN);

  int inFlight() {
    return inFlight.get();
  }

  void begin() {
    inFlight.incrementAndGet();
  }

  void finish() {
    inFlight.decrementAndGet();
  }

  Health health() {
    return health.get();
  }

  /** Answers whether the endpoint went in or out by it. */
  boolean change(UnaryOperator<Health> step) {
    Health before = health.getAndUpdate(step);
    return before.isOut() != health.get().isOut();
  }
}
