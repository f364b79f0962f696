// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.discovery;

import java.time.Duration;

/**
 * Time as an event loop lives it: advanced by a timer of that loop, and by a bounded step, however
 * late the timer fires. A loop that was held up for ten seconds has not heard anybody for ten
 * seconds, and that says nothing about them.
 */
final class LoopTime {
  private final long longestStep;
  private long last;
  private long time;

  /**
   * @param longestStep somewhat more than the timer's interval
   * @param now by the nano clock
   */
  LoopTime(Duration longestStep, long now) {
    this.longestStep = longestStep.toNanos();
    this.last = now;
  }

  void tick(long now) {
    time += Math.min(Math.max(0, now - last), longestStep);
    last = now;
  }

  /** In nanoseconds since the first tick. */
  long nanos() {
    return time;
  }
}
