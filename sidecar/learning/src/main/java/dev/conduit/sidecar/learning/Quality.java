// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How good an order of requests is: those with the highest score go to the strong model first.
 *
 * <p>PGR(x) is the share of the gap between all-weak and all-strong that is recovered when the top
 * x go to the strong model; APGR its mean over x, by trapezoids over steps of ten percent. Requests
 * with equal scores share their gain evenly. Source: RouteLLM, arXiv 2406.18665.
 *
 * @param apgr 0.5 for chance; above 1 is possible, where the weak model is right alone
 * @param cpt50 share of strong calls that recovers half of the gap
 * @param cpt80 share of strong calls that recovers four fifths of it
 */
public record Quality(double apgr, double cpt50, double cpt80) {
  private static final int STEPS = 10;

  /**
   * @param scores of requests
   * @param gains of the strong model on them; their sum is above zero
   */
  public static Quality of(double[] scores, double[] gains) {
    double[] recovered = recovered(scores, gains);
    double area = 0;
    for (int i = 0; i < STEPS; i++) {
      area += (at(recovered, (double) i / STEPS) + at(recovered, (i + 1.0) / STEPS)) / 2 / STEPS;
    }
    return new Quality(area, share(recovered, 0.5), share(recovered, 0.8));
  }

  /** PGR after each request of the order. */
  private static double[] recovered(double[] scores, double[] gains) {
    int n = scores.length;
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] recovered = new double[n + 1];
    int from = 0;
    while (from < n) {
      int to = from;
      double sum = 0;
      while (to < n && scores[order[to]] == scores[order[from]]) {
        sum += gains[order[to++]];
      }
      for (int i = from; i < to; i++) {
        recovered[i + 1] = recovered[i] + sum / (to - from);
      }
      from = to;
    }
    double gap = recovered[n];
    return Arrays.stream(recovered).map(one -> one / gap).toArray();
  }

  private static double at(double[] recovered, double share) {
    double at = share * (recovered.length - 1);
    int low = (int) Math.floor(at);
    int high = Math.min(recovered.length - 1, low + 1);
    return recovered[low] + (at - low) * (recovered[high] - recovered[low]);
  }

  private static double share(double[] recovered, double wanted) {
    for (int i = 1; i < recovered.length; i++) {
      if (recovered[i] >= wanted) {
        double part = (wanted - recovered[i - 1]) / (recovered[i] - recovered[i - 1]);
        return (i - 1 + part) / (recovered.length - 1);
      }
    }
    return 1;
  }
}
