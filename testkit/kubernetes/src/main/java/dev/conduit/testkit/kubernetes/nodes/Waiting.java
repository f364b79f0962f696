// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes.nodes;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what the cluster's own programs do in their time. */
final class Waiting {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration NUDGE = Duration.ofSeconds(2);

  private Waiting() {}

  /**
   * Until it holds.
   *
   * @throws IllegalStateException when it does not within a minute
   */
  static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("not within " + LIMIT.toSeconds() + " s: " + what);
      }
      pause();
    }
  }

  /**
   * Until it holds, with a nudge every two seconds. Not oftener: KWOK begins the delay of a stage
   * anew when its object changes.
   *
   * @throws IllegalStateException when it does not within a minute
   */
  static void until(String what, BooleanSupplier condition, Runnable nudge) {
    long[] next = {System.nanoTime()};
    until(
        what,
        () -> {
          if (condition.getAsBoolean()) {
            return true;
          }
          if (System.nanoTime() >= next[0]) {
            nudge.run();
            next[0] = System.nanoTime() + NUDGE.toNanos();
          }
          return false;
        });
  }

  private static void pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
