// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.classify;

import java.time.Duration;

/**
 * Leaves alone for a while what failed again and again, so that a dead service does not cost every
 * request its time limit.
 *
 * <pre>
 *   closed --({@value #AFTER} failures in a row)--> open --(pause over)--> one probe
 *      ^                                             ^                       |
 *      +---------------- it answers -----------------+------ it fails -------+
 * </pre>
 *
 * <p>The pause is a second and doubles with each probe that fails, up to 32 s. Times are of the
 * nano clock.
 *
 * @param failures in a row; {@value #AFTER} when open
 * @param rounds how often it opened since it was last closed
 * @param until the end of the pause, or of the probe
 * @param isProbing whether one is under way
 */
public record Breaker(int failures, int rounds, long until, boolean isProbing) {
  /** Of what was never asked. */
  public static final Breaker CLOSED = new Breaker(0, 0, 0, false);

  static final int AFTER = 3;
  private static final long PAUSE = Duration.ofSeconds(1).toNanos();
  private static final int MOST_DOUBLINGS = 5;

  /** Whether a request may ask now; {@link #asked} has to follow if it does. */
  public boolean allows(long now) {
    return failures < AFTER || now - until >= 0;
  }

  /** A request asks: when open, no other one does until that is over. */
  public Breaker asked(long now) {
    return failures < AFTER ? this : new Breaker(AFTER, rounds, now + PAUSE, true);
  }

  /** It answered something that can be used. */
  public Breaker answered() {
    return CLOSED;
  }

  /** It did not; what was asked before it opened does not lengthen the pause. */
  public Breaker failed(long now) {
    if (failures + 1 < AFTER) {
      return new Breaker(failures + 1, 0, 0, false);
    }
    if (failures == AFTER && !isProbing) {
      return this;
    }
    long pause = PAUSE << Math.min(rounds, MOST_DOUBLINGS);
    return new Breaker(AFTER, rounds + 1, now + pause, false);
  }
}
