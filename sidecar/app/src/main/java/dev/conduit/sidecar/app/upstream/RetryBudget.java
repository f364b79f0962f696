// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.upstream;

import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Keeps retries a share of the requests of the last ten seconds, so that an overloaded engine is
 * not finished off by them. Some are always allowed, so that a quiet data plane can retry at all.
 *
 * <p>Confined to one event loop. Source: Finagle's retry budget.
 */
public final class RetryBudget {
  static final int ALWAYS = 10;
  private static final int SECONDS = 10;
  private static final long NANOS = 1_000_000_000L;

  private final LongSupplier nanoTime;
  private final long[] requests = new long[SECONDS];
  private final long[] retries = new long[SECONDS];
  private long second;

  RetryBudget(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.second = Math.floorDiv(nanoTime.getAsLong(), NANOS);
  }

  /** Takes note of one request. */
  public void request() {
    requests[slot()]++;
  }

  /** Takes one retry if there is one left. */
  public boolean take(int percent) {
    int slot = slot();
    long allowed = ALWAYS + Arrays.stream(requests).sum() * percent / 100;
    if (Arrays.stream(retries).sum() >= allowed) {
      return false;
    }
    retries[slot]++;
    return true;
  }

  /** One that was taken was not needed. */
  public void giveBack() {
    int now = slot();
    for (int i = 0; i < SECONDS; i++) {
      int slot = Math.floorMod(now - i, SECONDS);
      if (retries[slot] > 0) {
        retries[slot]--;
        return;
      }
    }
  }

  private int slot() {
    long now = Math.floorDiv(nanoTime.getAsLong(), NANOS);
    for (long s = Math.max(second + 1, now - SECONDS + 1); s <= now; s++) {
      requests[(int) Math.floorMod(s, (long) SECONDS)] = 0;
      retries[(int) Math.floorMod(s, (long) SECONDS)] = 0;
    }
    second = Math.max(second, now);
    return (int) Math.floorMod(now, (long) SECONDS);
  }
}
