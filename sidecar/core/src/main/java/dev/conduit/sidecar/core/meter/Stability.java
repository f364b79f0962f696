// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.meter;

import java.util.Arrays;

/**
 * How far the scores of today are from those of the training: the population stability index over
 * tenths of the training's scores.
 *
 * <p>Shape: bins between the deciles of the training; deciles that fall together share one bin.
 * With shares {@code e} expected and {@code a} seen, the index is the sum of {@code (a - e) * ln(a
 * / e)}, 0 when both are alike. By convention below 0.1 is stable and above 0.25 is another
 * population. A bin that nobody fell into counts as half a score. For n scores of the same
 * population the mean is (bins - 1) / n: 0.009 for 1,000. Source: Siddiqi, "Credit Risk Scorecards"
 * (2006); Yurdakul, "Statistical Properties of Population Stability Index" (2018); decision 0024.
 */
public final class Stability {
  private static final int BINS = 10;

  private final double[] edges;
  private final double[] expected;

  private Stability(double[] edges, double[] expected) {
    this.edges = edges;
    this.expected = expected;
  }

  /** Against the quantiles of the training's scores, evenly spaced from the least to the most. */
  public static Stability of(float[] quantiles) {
    double[] edges = new double[BINS - 1];
    double[] expected = new double[BINS];
    int bins = 0;
    double share = 1.0 / BINS;
    for (int i = 1; i < BINS; i++) {
      double edge = quantiles[Math.round((float) i * (quantiles.length - 1) / BINS)];
      boolean isNew = edge > quantiles[0] && (bins == 0 || edge > edges[bins - 1]);
      if (isNew) {
        edges[bins] = edge;
        expected[bins++] = share;
        share = 0;
      }
      share += 1.0 / BINS;
    }
    expected[bins] = share;
    return new Stability(Arrays.copyOf(edges, bins), Arrays.copyOf(expected, bins + 1));
  }

  /** How many bins there are; 1 when all scores of the training are equal. */
  public int bins() {
    return expected.length;
  }

  /** The bin of a score. */
  public int bin(double score) {
    int i = 0;
    while (i < edges.length && score >= edges[i]) {
      i++;
    }
    return i;
  }

  /** The index for so many scores in each bin; at least one score. */
  public double index(long[] seen) {
    double total = Arrays.stream(seen).sum();
    double index = 0;
    for (int i = 0; i < expected.length; i++) {
      double actual = Math.max((double) seen[i], 0.5) / total;
      index += (actual - expected[i]) * StrictMath.log(actual / expected[i]);
    }
    return index;
  }
}
