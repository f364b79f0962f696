// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.balance;

/**
 * A latency as it is felt now: a moving average that jumps up at once and comes down slowly.
 *
 * <p>Shape: a sample above the average replaces it; one below moves it by {@code 1 - exp(-t / 10
 * s)}, t being the time since the sample before. With no samples at all it decays towards 0 just
 * so: who is left alone for being slow is thus asked again in a while (from 5 s to below 100 ms
 * after 39 s), and one request tells whether it still is. Source: Finagle's {@code
 * PeakEwmaLoadBalancer}, which Linkerd uses; decision 0024.
 *
 * @param nanos the average when the last sample came; 0 when there was none
 * @param at when that was, by the nano clock
 */
public record PeakEwma(double nanos, long at) {
  /** Before the first sample. */
  public static final PeakEwma UNKNOWN = new PeakEwma(0, 0);

  private static final double DECAY_NANOS = 10e9;

  /** What is felt before anything is known of a target that has something to do already. */
  static final double PENALTY_NANOS = 60e9;

  /** After a sample. */
  public PeakEwma observed(double sample, long now) {
    if (nanos == 0 || sample > now(now)) {
      return new PeakEwma(sample, now);
    }
    double weight = weight(now);
    return new PeakEwma(nanos * weight + sample * (1 - weight), now);
  }

  /** The average, decayed to this moment; 0 when there was no sample. */
  public double now(long now) {
    return nanos == 0 ? 0 : nanos * weight(now);
  }

  /**
   * What a further request would have to wait for, in nanoseconds.
   *
   * @param perEndpoint requests in flight by endpoint that may take them
   */
  public double expected(long now, double perEndpoint) {
    return nanos == 0 && perEndpoint > 0
        ? PENALTY_NANOS + perEndpoint
        : now(now) * (1 + perEndpoint);
  }

  private double weight(long now) {
    return StrictMath.exp(-Math.max(0, now - at) / DECAY_NANOS);
  }
}
