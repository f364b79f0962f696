// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

import dev.conduit.sidecar.core.classify.LinearModel;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Makes models from outcomes. */
public final class Trainer {
  private static final int QUANTILES = 101;

  /** Of texts like the training's, this share is taken for unlike them. */
  private static final double FALSE_ALARMS = 0.005;

  private final Settings settings;

  public Trainer(Settings settings) {
    this.settings = settings;
  }

  /**
   * Fits the rows, and calibrates by predictions for each fold from a fit of the others.
   *
   * @param revision names the model
   * @param rows of the corpus, at least as many as there are folds
   */
  public LinearModel train(String revision, Corpus corpus, int[] rows) {
    if (rows.length < settings.folds()) {
      throw new IllegalArgumentException(
          "%d examples cannot be divided into %d folds; give more examples"
              .formatted(rows.length, settings.folds()));
    }
    int[] order = shuffled(rows);
    double[] gains = new double[rows.length];
    double[] familiar = new double[rows.length];
    boolean[] helps = new boolean[rows.length];
    for (int fold = 0; fold < settings.folds(); fold++) {
      Fit fit = Fit.of(corpus, others(order, fold), settings);
      for (int i = fold; i < order.length; i += settings.folds()) {
        gains[i] = fit.gain(corpus, order[i]);
        familiar[i] = fit.familiarity(corpus, order[i]);
        helps[i] = corpus.gain(order[i]) > 0;
      }
    }
    LinearModel.Calibration line = Platt.fit(gains, helps);
    LinearModel.Calibration calibration =
        new LinearModel.Calibration(line.slope(), line.offset(), quantiles(line, gains));
    Arrays.sort(familiar);
    double least = familiar[(int) (familiar.length * FALSE_ALARMS)];
    return Fit.of(corpus, rows, settings).pack(revision, calibration, least);
  }

  private int[] shuffled(int[] rows) {
    int[] order = rows.clone();
    SplittableRandom random = new SplittableRandom(settings.seed());
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
    return order;
  }

  private int[] others(int[] order, int fold) {
    int[] others = new int[order.length];
    int size = 0;
    for (int i = 0; i < order.length; i++) {
      if (i % settings.folds() != fold) {
        others[size++] = order[i];
      }
    }
    return Arrays.copyOf(others, size);
  }

  private static float[] quantiles(LinearModel.Calibration line, double[] gains) {
    double[] sorted = gains.clone();
    Arrays.sort(sorted);
    float[] quantiles = new float[QUANTILES];
    for (int i = 0; i < QUANTILES; i++) {
      int at = (int) Math.round((double) i * (sorted.length - 1) / (QUANTILES - 1));
      quantiles[i] = (float) line.probability(sorted[at]);
    }
    return quantiles;
  }
}
