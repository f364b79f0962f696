// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.telemetry;

import dev.conduit.sidecar.core.meter.Stability;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The last 1,000 scores of one model, by bin, beside those of its training. Any thread, no locks:
 * two threads that write to one place at the same moment may leave a count off by one.
 */
final class ScoreWindow {
  private static final int SIZE = 1_000;

  /** Below it, chance alone gives 9 / 200 = 0.045. */
  private static final int ENOUGH = 200;

  private final Stability stability;
  private final AtomicIntegerArray ring = new AtomicIntegerArray(SIZE);
  private final AtomicLongArray counts;
  private final AtomicLong next = new AtomicLong();

  ScoreWindow(float[] quantiles) {
    this.stability = Stability.of(quantiles);
    this.counts = new AtomicLongArray(stability.bins());
  }

  void add(double score) {
    int bin = stability.bin(score);
    int at = (int) (next.getAndIncrement() % SIZE);
    int before = ring.getAndSet(at, bin + 1); // 0: nothing was there
    counts.incrementAndGet(bin);
    if (before > 0) {
      counts.decrementAndGet(before - 1);
    }
  }

  /** The population stability index; NaN while there are too few scores. */
  double drift() {
    if (next.get() < ENOUGH) {
      return Double.NaN;
    }
    long[] seen = new long[counts.length()];
    for (int i = 0; i < seen.length; i++) {
      seen[i] = counts.get(i);
    }
    return stability.index(seen);
  }
}
