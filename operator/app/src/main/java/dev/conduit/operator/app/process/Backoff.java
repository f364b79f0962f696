// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.process;

import java.time.Duration;

/**
 * How long to wait before the next try: doubles with each failure up to a limit, and is spread so
 * that several things that fell together do not come back together.
 *
 * @param first wait after the first failure
 * @param limit that no wait exceeds
 * @param resetAfter a run at least this long clears the count of failures
 */
public record Backoff(Duration first, Duration limit, Duration resetAfter) {
  /** 500 ms doubling to 30 s; a minute of life is a fresh start. */
  public static final Backoff ENGINES =
      new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(1));

  public Backoff {
    if (first.isNegative() || first.isZero() || limit.compareTo(first) < 0) {
      throw new IllegalArgumentException("backoff: need 0 < first <= limit");
    }
  }

  /**
   * The wait after the given number of failures in a row.
   *
   * @param failures at least 1
   * @param spread in [0,1): where in the upper half of the step the wait falls
   */
  public Duration after(int failures, double spread) {
    int doublings = Math.min(failures - 1, 30);
    Duration step = first.multipliedBy(1L << doublings);
    Duration capped = step.compareTo(limit) > 0 ? limit : step;
    return capped.dividedBy(2).plusNanos((long) (capped.toNanos() / 2.0 * spread));
  }
}
