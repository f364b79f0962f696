// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.classify;

import dev.conduit.sidecar.core.signal.Measure;
import dev.conduit.sidecar.core.signal.TextReading;

/**
 * What the strong model is expected to gain over the weak one on a text: a weighted sum over the
 * hashed grams that occur in it and a few dense features, and a line that turns the sum into a
 * probability.
 *
 * <p>A gram weighs as much as it is rare, and all grams of a text together have length 1, so that
 * long texts count no more than short ones. Cost: one step for each different gram. Immutable; its
 * arrays are shared with nobody. Source: decision 0015.
 *
 * @param revision names the model in reasons and metrics
 * @param grams what each bucket weighs, and how rare it is
 * @param dense one for each of {@link DenseFeatures}
 * @param bias the mean gain
 * @param calibration from gain to probability
 * @param guard for texts that are unlike those of the training
 */
public record LinearModel(
    String revision, Grams grams, Dense dense, float bias, Calibration calibration, Guard guard) {
  /**
   * What a model has to say of a text.
   *
   * @param gain roughly in [-1,1]
   * @param isKnown whether the text is like those of the training; see {@link Guard}
   */
  public record Opinion(double gain, boolean isKnown) {}

  /**
   * Weights of {@link DenseFeatures}, each on {@code (value - mean) * scale}, at most 4 either way.
   */
  @SuppressWarnings("ArrayRecordComponent") // Big and read in hot loops; nobody writes to them.
  public record Dense(float[] mean, float[] scale, float[] weight) {
    private static final double LIMIT = 4;

    /** The feature as the weight sees it. */
    public double scaled(int feature, double value) {
      double plain = (value - mean[feature]) * scale[feature];
      return Math.max(-LIMIT, Math.min(LIMIT, plain));
    }
  }

  /**
   * P(strong right and weak wrong) = 1 / (1 + exp(-(slope * gain + offset))).
   *
   * @param quantiles of the probability over the texts of the training, each judged by a model that
   *     had not seen it; 101 of them, rising
   */
  @SuppressWarnings("ArrayRecordComponent") // Big and read in hot loops; nobody writes to them.
  public record Calibration(float slope, float offset, float[] quantiles) {
    /** In [0,1]. */
    public double probability(double gain) {
      return 1 / (1 + StrictMath.exp(-(slope * gain + offset)));
    }

    /** The probability that a share of the training's texts reaches; {@code share} in [0,1]. */
    public double atTop(double share) {
      double at = (1 - share) * (quantiles.length - 1);
      int low = (int) Math.floor(at);
      int high = Math.min(quantiles.length - 1, low + 1);
      return quantiles[low] + (at - low) * (quantiles[high] - quantiles[low]);
    }
  }

  /**
   * When a text is unlike the training's: by its words, or by its look.
   *
   * @param rarestKnown the rarity of a word that the training met just often enough
   * @param leastFamiliar share of a text's different words that the training knew; below it the
   *     model has nothing to say
   * @param shapes what the training's texts look like
   * @param leastAlike the likeness to them below which the model has nothing to say
   */
  public record Guard(int rarestKnown, float leastFamiliar, Shapes shapes, float leastAlike) {}

  /** The same order of texts, under another name and with other probabilities. */
  public LinearModel with(String name, Calibration other) {
    return new LinearModel(name, grams, dense, bias, other, guard);
  }

  /**
   * All in one pass over the grams.
   *
   * @param scratch room for {@link DenseFeatures#COUNT}
   */
  public Opinion of(TextReading reading, double[] scratch) {
    int size = reading.size();
    int[] cells = grams.cells();
    int rarest = guard.rarestKnown();
    int squares = 0; // of a text that is cut they are fewer than an int holds
    long sum = 0;
    int known = 0;
    for (int i = 0; i < size; i++) {
      int bucket = reading.bucket(i);
      int cell = cells[bucket];
      int rare = Grams.rarity(cell);
      squares += rare * rare;
      sum += (long) rare * Grams.weight(cell);
      // Without a branch, which would be guessed wrong every other time.
      known += TextReading.ofWord(bucket) & ((rare - 1 - rarest) >>> (Integer.SIZE - 1));
    }
    double ofGrams = squares == 0 ? 0 : (double) sum * grams.step() / Math.sqrt(squares);
    DenseFeatures.of(reading, scratch);
    return new Opinion(
        bias + ofGrams + denseGain(scratch),
        isFamiliar(known, reading.count(Measure.DIFFERENT))
            && guard.shapes().likeness(dense, scratch) >= guard.leastAlike());
  }

  private boolean isFamiliar(int known, int words) {
    return words > 0 && (double) known / words >= guard.leastFamiliar();
  }

  private double denseGain(double[] scratch) {
    double sum = 0;
    for (int i = 0; i < DenseFeatures.COUNT; i++) {
      sum += dense.weight()[i] * dense.scaled(i, scratch[i]);
    }
    return sum;
  }
}
