// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

import dev.conduit.sidecar.core.classify.LinearModel;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Makes models from outcomes. */
public final class Trainer {
  private static final int QUANTILES = 101;

  /** Of texts like the training's, this share is taken for unlike them by its words. */
  private static final double STRANGE_WORDS = 0.005;

  /** And this by its look. */
  private static final double STRANGE_SHAPES = 0.05;

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
    int[] parts = IntStream.range(0, rows.length).map(i -> i % settings.folds()).toArray();
    return fit(revision, corpus, new Parts(order, parts)).model();
  }

  /**
   * Rows of a corpus in parts, of which each is judged by a fit of the others.
   *
   * @param rows in any order
   * @param part of each row, in the same order, from 0 up to the number of folds, exclusive
   */
  @SuppressWarnings("ArrayRecordComponent") // Big and read in hot loops; nobody writes to them.
  record Parts(int[] rows, int[] part) {
    int[] outside(int fold) {
      return IntStream.range(0, rows.length)
          .filter(i -> part[i] != fold)
          .map(i -> rows[i])
          .toArray();
    }

    int size() {
      return rows.length;
    }
  }

  /** The same, with what is found out on the way. */
  Trained fit(String revision, Corpus corpus, Parts parts) {
    double[] gains = new double[parts.size()];
    double[] familiar = new double[parts.size()];
    double[] alike = new double[parts.size()];
    double mean = Fit.mean(corpus, parts.rows());
    for (int fold = 0; fold < settings.folds(); fold++) {
      Fit fit = Fit.of(corpus, parts.outside(fold), settings);
      // Where a fold is harder than the others, the mean of the others is too low: put side by side
      // as they are, the folds would be in the wrong order.
      double shift = mean - fit.mean();
      for (int i = 0; i < parts.size(); i++) {
        if (parts.part()[i] == fold) {
          gains[i] = shift + fit.gain(corpus, parts.rows()[i]);
          familiar[i] = fit.familiarity(corpus, parts.rows()[i]);
          alike[i] = fit.likeness(corpus, parts.rows()[i]);
        }
      }
    }
    LinearModel.Calibration line = Platt.fit(gains, labels(corpus, parts.rows()));
    int[] sorted = parts.rows().clone();
    Arrays.sort(sorted);
    LinearModel model =
        Fit.of(corpus, sorted, settings)
            .pack(
                revision,
                withQuantiles(line, gains),
                lowest(familiar, STRANGE_WORDS),
                lowest(alike, STRANGE_SHAPES));
    return new Trained(model, Arrays.stream(gains).map(line::probability).toArray());
  }

  /**
   * The same weights with a new line from gain to probability, and quantiles: what a model that was
   * made from other texts needs first.
   */
  Trained recalibrate(String revision, LinearModel model, Corpus corpus, Parts parts) {
    double[] gains =
        Arrays.stream(parts.rows()).mapToDouble(r -> corpus.features(r).gain(model)).toArray();
    Label[] labels = labels(corpus, parts.rows());
    double[] unseen = new double[parts.size()];
    for (int fold = 0; fold < settings.folds(); fold++) {
      int own = fold;
      int[] others =
          IntStream.range(0, unseen.length).filter(i -> parts.part()[i] != own).toArray();
      LinearModel.Calibration line =
          Platt.fit(
              Arrays.stream(others).mapToDouble(i -> gains[i]).toArray(),
              Arrays.stream(others).mapToObj(i -> labels[i]).toArray(Label[]::new));
      for (int i = 0; i < unseen.length; i++) {
        unseen[i] = parts.part()[i] == fold ? line.probability(gains[i]) : unseen[i];
      }
    }
    LinearModel.Calibration line = Platt.fit(gains, labels);
    return new Trained(model.with(revision, withQuantiles(line, gains)), unseen);
  }

  /** What all but a share of the values reach. */
  private static double lowest(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) (sorted.length * share)];
  }

  private static Label[] labels(Corpus corpus, int[] rows) {
    return Arrays.stream(rows).mapToObj(corpus::label).toArray(Label[]::new);
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

  private static LinearModel.Calibration withQuantiles(
      LinearModel.Calibration line, double[] gains) {
    return new LinearModel.Calibration(line.slope(), line.offset(), quantiles(line, gains));
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
