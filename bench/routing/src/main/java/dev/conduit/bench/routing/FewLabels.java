// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.routing;

import dev.conduit.sidecar.learning.Corpus;
import dev.conduit.sidecar.learning.Predictions;
import dev.conduit.sidecar.learning.Quality;
import dev.conduit.sidecar.learning.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What a model is worth that saw few outcomes only, drawn by chance, ten times.
 *
 * @param apgr of each draw, on all other texts
 */
@SuppressWarnings("ArrayRecordComponent") // Big and read in hot loops; nobody writes to them.
record FewLabels(double[] apgr) {
  static final int LABELS = 1500;
  private static final int SEEDS = 10;

  static FewLabels of(Corpus corpus, Settings settings) {
    double[] apgr = new double[SEEDS];
    for (int seed = 0; seed < SEEDS; seed++) {
      List<Integer> order = new ArrayList<>(Arrays.stream(corpus.rows()).boxed().toList());
      Collections.shuffle(order, new Random(seed));
      int[] rows = order.stream().mapToInt(Integer::intValue).toArray();
      int[] judged = Arrays.copyOfRange(rows, LABELS, rows.length);
      double[] gains =
          Predictions.of(corpus, Arrays.copyOf(rows, LABELS), judged, settings).gains();
      double[] truth = Arrays.stream(judged).mapToDouble(i -> corpus.example(i).gain()).toArray();
      apgr[seed] = Quality.of(gains, truth).apgr();
    }
    return new FewLabels(apgr);
  }

  double mean() {
    return Arrays.stream(apgr).average().orElseThrow();
  }

  /** Of one draw. */
  double deviation() {
    double mean = mean();
    double squares = Arrays.stream(apgr).map(one -> (one - mean) * (one - mean)).sum();
    return Math.sqrt(squares / (apgr.length - 1));
  }

  /** Two deviations of one draw below the mean. */
  double lowerBound() {
    return mean() - 2 * deviation();
  }
}
