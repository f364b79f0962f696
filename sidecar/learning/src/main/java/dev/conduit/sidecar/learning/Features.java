// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

import dev.conduit.sidecar.core.classify.DenseFeatures;
import dev.conduit.sidecar.core.classify.Grams;
import dev.conduit.sidecar.core.classify.LinearModel;
import dev.conduit.sidecar.core.signal.TextReading;

/**
 * All that is remembered of a text: which hashed grams occur in it, and counts. The text cannot be
 * read from it, though somebody who guesses a text can see whether it fits.
 *
 * @param buckets different ones, in order of their first occurrence
 * @param dense one for each of {@link DenseFeatures}
 */
@SuppressWarnings("ArrayRecordComponent") // Big and read in hot loops; nobody writes to them.
public record Features(int[] buckets, double[] dense) {
  /** Of what was read last; keeps nothing of the reading. */
  public static Features of(TextReading reading) {
    int[] buckets = new int[reading.size()];
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = reading.bucket(i);
    }
    double[] dense = new double[DenseFeatures.COUNT];
    DenseFeatures.of(reading, dense);
    return new Features(buckets, dense);
  }

  /** What a model says of the text: the probability that the strong model helps. */
  public double probability(LinearModel model) {
    return model.calibration().probability(gain(model));
  }

  /** The gain that a model expects. */
  double gain(LinearModel model) {
    double squares = 0;
    double sum = 0;
    for (int bucket : buckets) {
      int cell = model.grams().cells()[bucket];
      double rare = Grams.rarity(cell);
      squares += rare * rare;
      sum += rare * Grams.weight(cell);
    }
    double gain =
        model.bias() + (squares == 0 ? 0 : sum * model.grams().step() / Math.sqrt(squares));
    for (int i = 0; i < dense.length; i++) {
      gain += model.dense().weight()[i] * model.dense().scaled(i, dense[i]);
    }
    return gain;
  }

  @Override
  public String toString() {
    return "Features[" + buckets.length + " buckets]";
  }
}
