// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
   * Requests with one score.
   *
   * @param requests how many
   * @param gain of the strong model over the weak one, on all of them together
   */
  public record Group(long requests, double gain) {}

  /**
   * @param scores of requests
   * @param gains of the strong model on them; their sum is above zero
   */
  public static Quality of(double[] scores, double[] gains) {
    int n = scores.length;
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    List<Group> groups = new ArrayList<>();
    int from = 0;
    while (from < n) {
      int to = from;
      double sum = 0;
      while (to < n && scores[order[to]] == scores[order[from]]) {
        sum += gains[order[to++]];
      }
      groups.add(new Group(to - from, sum));
      from = to;
    }
    return of(groups);
  }

  /**
   * @param groups the highest score first; the sum of their gains is above zero
   */
  public static Quality of(List<Group> groups) {
    Recovery recovery = Recovery.of(groups);
    double area = 0;
    for (int i = 0; i < STEPS; i++) {
      area += (recovery.at((double) i / STEPS) + recovery.at((i + 1.0) / STEPS)) / 2 / STEPS;
    }
    return new Quality(area, recovery.share(0.5), recovery.share(0.8));
  }

  /**
   * PGR as lines between the ends of groups.
   *
   * @param shares of requests, rising from 0 to 1
   * @param recovered of the gap, at each
   */
  @SuppressWarnings("ArrayRecordComponent") // Read in loops; lives for one call.
  private record Recovery(double[] shares, double[] recovered) {
    static Recovery of(List<Group> groups) {
      double[] shares = new double[groups.size() + 1];
      double[] recovered = new double[groups.size() + 1];
      for (int i = 0; i < groups.size(); i++) {
        shares[i + 1] = shares[i] + groups.get(i).requests();
        recovered[i + 1] = recovered[i] + groups.get(i).gain();
      }
      double all = shares[groups.size()];
      double gap = recovered[groups.size()];
      for (int i = 0; i <= groups.size(); i++) {
        shares[i] /= all;
        recovered[i] /= gap;
      }
      return new Recovery(shares, recovered);
    }

    double at(double share) {
      int i = 1;
      while (i < shares.length - 1 && shares[i] < share) {
        i++;
      }
      double part = (share - shares[i - 1]) / (shares[i] - shares[i - 1]);
      return recovered[i - 1] + part * (recovered[i] - recovered[i - 1]);
    }

    double share(double wanted) {
      for (int i = 1; i < recovered.length; i++) {
        if (recovered[i] >= wanted) {
          double part = (wanted - recovered[i - 1]) / (recovered[i] - recovered[i - 1]);
          return shares[i - 1] + part * (shares[i] - shares[i - 1]);
        }
      }
      return 1;
    }
  }
}
