// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.routing;

import dev.conduit.sidecar.core.classify.LinearModel;
import dev.conduit.sidecar.core.classify.Workspace;
import dev.conduit.sidecar.core.exchange.UserText;
import dev.conduit.sidecar.learning.Corpus;
import dev.conduit.sidecar.learning.Quality;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What a model that had not seen them says of some texts, judged exactly as a data plane judges
 * requests, and what was true.
 *
 * @param scores probabilities that the strong model helps
 * @param gains of the strong model
 * @param lengths of the texts in characters
 */
@SuppressWarnings("ArrayRecordComponent") // Big and read in hot loops; nobody writes to them.
record Judged(double[] scores, double[] gains, double[] lengths) {
  private static final int BINS = 10;

  static Judged of(LinearModel model, Corpus corpus, int[] rows) {
    Workspace room = new Workspace();
    Judged judged =
        new Judged(new double[rows.length], new double[rows.length], new double[rows.length]);
    for (int i = 0; i < rows.length; i++) {
      String prompt = corpus.example(rows[i]).prompt();
      room.reading().read(UserText.of(prompt));
      double gain = model.of(room.reading(), room.dense()).gain();
      judged.scores[i] = model.calibration().probability(gain);
      judged.gains[i] = corpus.example(rows[i]).gain();
      judged.lengths[i] = prompt.length();
    }
    return judged;
  }

  Judged and(Judged other) {
    return new Judged(
        both(scores, other.scores), both(gains, other.gains), both(lengths, other.lengths));
  }

  private static double[] both(double[] first, double[] second) {
    double[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  Quality quality() {
    return Quality.of(scores, gains);
  }

  Quality byLength() {
    return Quality.of(lengths, gains);
  }

  /** Knows who is right. */
  Quality oracle() {
    return Quality.of(gains, gains);
  }

  /**
   * Expected calibration error: the mean distance between the probability said and the share seen,
   * over ten bins of equally many texts.
   */
  double calibrationError() {
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> scores[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double error = 0;
    for (int bin = 0; bin < BINS; bin++) {
      double said = 0;
      double seen = 0;
      for (int i = bin * order.length / BINS; i < (bin + 1) * order.length / BINS; i++) {
        said += scores[order[i]];
        seen += gains[order[i]] > 0 ? 1 : 0;
      }
      error += Math.abs(said - seen) / order.length;
    }
    return error;
  }
}
