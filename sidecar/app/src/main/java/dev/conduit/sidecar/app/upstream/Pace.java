// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.upstream;

import dev.conduit.sidecar.core.balance.PeakEwma;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How fast a target was lately, and how much it wrote; outlives snapshots. Any thread.
 *
 * <p>Streams apart from whole answers: the first byte of a whole answer comes with its last token.
 */
public final class Pace {
  /** A failure counts as the slowest of: twice of what was expected, and this. */
  private static final double FAILURE_NANOS = 10e9;

  /** But never as more: many failures at once are one outage, which is over in a minute or so. */
  private static final double WORST_NANOS = 60e9;

  /** Of a new answer in the average length. */
  private static final double SHARE = 0.05;

  private final AtomicReference<PeakEwma> streams = new AtomicReference<>(PeakEwma.UNKNOWN);
  private final AtomicReference<PeakEwma> wholes = new AtomicReference<>(PeakEwma.UNKNOWN);
  private final AtomicReference<Double> output = new AtomicReference<>(0.0);

  /** The first byte of a good answer came after so long. */
  public void began(boolean isStream, long nanos, long now) {
    of(isStream).updateAndGet(pace -> pace.observed((double) nanos, now));
  }

  /** It gave an error, or nothing. */
  public void failed(boolean isStream, long now) {
    of(isStream)
        .updateAndGet(
            pace -> pace.observed(Math.clamp(2 * pace.now(now), FAILURE_NANOS, WORST_NANOS), now));
  }

  /** An answer had so many tokens. */
  public void wrote(long tokens) {
    output.updateAndGet(mean -> mean == 0 ? (double) tokens : mean + SHARE * (tokens - mean));
  }

  PeakEwma latency(boolean isStream) {
    return of(isStream).get();
  }

  double output() {
    return output.get();
  }

  private AtomicReference<PeakEwma> of(boolean isStream) {
    return isStream ? streams : wholes;
  }
}
