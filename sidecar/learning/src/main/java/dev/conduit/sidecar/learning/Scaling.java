// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

import dev.conduit.sidecar.core.classify.DenseFeatures;
import dev.conduit.sidecar.core.classify.Grams;
import dev.conduit.sidecar.core.classify.LinearModel;
import dev.conduit.sidecar.core.signal.TextReading;

/** How rare grams are and how dense features lie among the texts of a training. */
final class Scaling {
  private static final int MOST = 255;

  private final byte[] rarity = new byte[TextReading.BUCKETS];
  private final LinearModel.Dense dense =
      new LinearModel.Dense(
          new float[DenseFeatures.COUNT],
          new float[DenseFeatures.COUNT],
          new float[DenseFeatures.COUNT]);

  private final int rarestKnown;

  private Scaling(int rarestKnown) {
    this.rarestKnown = rarestKnown;
  }

  static Scaling of(Corpus corpus, int[] rows, Settings settings) {
    Scaling scaling = new Scaling(rarity(rows.length, settings.minTexts()));
    scaling.weigh(corpus, rows);
    for (int i = 0; i < DenseFeatures.COUNT; i++) {
      scaling.spread(corpus, rows, i, settings.denseScale());
    }
    return scaling;
  }

  /** Rarity is 1 + ln((n + 1) / (texts with the gram + 1)), as in TF-IDF. */
  private void weigh(Corpus corpus, int[] rows) {
    int[] texts = new int[TextReading.BUCKETS];
    for (int row : rows) {
      for (int bucket : corpus.buckets(row)) {
        texts[bucket]++;
      }
    }
    for (int i = 0; i < texts.length; i++) {
      rarity[i] = (byte) rarity(rows.length, texts[i]);
    }
  }

  private static int rarity(int all, int texts) {
    double rare = 1 + StrictMath.log((all + 1.0) / (texts + 1.0));
    return (int) Math.min(MOST, Math.rint(rare * Grams.RARITY_STEPS));
  }

  private void spread(Corpus corpus, int[] rows, int feature, double denseScale) {
    double sum = 0;
    double squares = 0;
    for (int row : rows) {
      double value = corpus.dense(row)[feature];
      sum += value;
      squares += value * value;
    }
    double mean = sum / rows.length;
    double variance = Math.max(0, squares / rows.length - mean * mean);
    dense.mean()[feature] = (float) mean;
    // One that never varied says nothing of the gain, but that a text is another kind of text.
    dense.scale()[feature] = variance < 1e-9 ? 1 : (float) (1 / Math.sqrt(variance));
    dense.weight()[feature] = (float) (denseScale / Math.sqrt(DenseFeatures.COUNT));
  }

  int rarity(int bucket) {
    return rarity[bucket] & 0xFF;
  }

  /** The rarity of a word that occurs in just enough texts to count as known. */
  int rarestKnown() {
    return rarestKnown;
  }

  byte[] rarities() {
    return rarity.clone();
  }

  /** With {@code weight} as the length of a feature in the regression. */
  LinearModel.Dense dense() {
    return dense;
  }
}
