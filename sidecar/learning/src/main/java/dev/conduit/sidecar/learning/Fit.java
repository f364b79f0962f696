// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

import dev.conduit.sidecar.core.classify.DenseFeatures;
import dev.conduit.sidecar.core.classify.Grams;
import dev.conduit.sidecar.core.classify.LinearModel;
import dev.conduit.sidecar.core.classify.Shapes;
import dev.conduit.sidecar.core.signal.TextReading;

/**
 * A linear regression of the gain, before it is calibrated and packed.
 *
 * <p>Idea: ridge regression over grams and dense features, solved in the space of the texts, of
 * which there are fewer than grams: (X X' + penalty / W) c = y - mean, weights = X' c, where W
 * holds what the texts weigh, by conjugate gradients. Cost: two passes over all grams of all texts
 * for each iteration.
 */
final class Fit {
  private static final double TOLERANCE = 1e-5;

  private final Scaling scaling;
  private final Settings settings;
  private final double[] weights = new double[TextReading.BUCKETS];
  private final double[] denseWeights = new double[DenseFeatures.COUNT];
  private final double mean;
  private final Shapes shapes;

  private Fit(Scaling scaling, Shapes shapes, Settings settings, double mean) {
    this.scaling = scaling;
    this.shapes = shapes;
    this.settings = settings;
    this.mean = mean;
  }

  static Fit of(Corpus corpus, int[] rows, Settings settings) {
    Scaling scaling = Scaling.of(corpus, rows, settings);
    Shapes shapes = ShapeFit.of(corpus, rows, scaling.dense());
    Fit fit = new Fit(scaling, shapes, settings, mean(corpus, rows));
    Matrix matrix = Matrix.of(corpus, rows, fit.scaling);
    fit.solve(matrix, corpus, rows);
    return fit;
  }

  /** The gain of the average outcome. */
  static double mean(Corpus corpus, int[] rows) {
    double all = 0;
    double sum = 0;
    for (int row : rows) {
      all += corpus.label(row).weight();
      sum += corpus.gain(row) * corpus.label(row).weight();
    }
    return sum / all;
  }

  private void solve(Matrix matrix, Corpus corpus, int[] rows) {
    int n = rows.length;
    double[] solution = new double[n];
    double[] residual = new double[n];
    for (int i = 0; i < n; i++) {
      residual[i] = corpus.gain(rows[i]) - mean;
    }
    double[] direction = residual.clone();
    double[] image = new double[n];
    double square = dot(residual, residual);
    double enough = square * TOLERANCE * TOLERANCE;
    for (int step = 0; step < settings.iterations() && square > enough; step++) {
      matrix.transposed(direction, weights, denseWeights);
      matrix.times(weights, denseWeights, image);
      for (int i = 0; i < n; i++) {
        image[i] += settings.penalty() / corpus.label(rows[i]).weight() * direction[i];
      }
      double length = square / dot(direction, image);
      add(solution, length, direction);
      add(residual, -length, image);
      double next = dot(residual, residual);
      double turn = next / square;
      for (int i = 0; i < n; i++) {
        direction[i] = residual[i] + turn * direction[i];
      }
      square = next;
    }
    matrix.transposed(solution, weights, denseWeights);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void add(double[] to, double factor, double[] what) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * what[i];
    }
  }

  /** The expected gain on a text of the corpus. */
  double gain(Corpus corpus, int row) {
    double sum = 0;
    double squares = 0;
    for (int bucket : corpus.buckets(row)) {
      double rare = scaling.rarity(bucket);
      squares += rare * rare;
      sum += rare * weights[bucket];
    }
    double grams = squares == 0 ? 0 : sum / Math.sqrt(squares);
    double[] features = corpus.dense(row);
    double rest = 0;
    for (int i = 0; i < features.length; i++) {
      rest +=
          denseWeights[i] * scaling.dense().weight()[i] * scaling.dense().scaled(i, features[i]);
    }
    return mean + grams + rest;
  }

  /** What it expects of a text before it has read it. */
  double mean() {
    return mean;
  }

  double familiarity(Corpus corpus, int row) {
    int words = 0;
    int known = 0;
    for (int bucket : corpus.buckets(row)) {
      if (TextReading.isWord(bucket)) {
        words++;
        known += scaling.rarity(bucket) <= scaling.rarestKnown() ? 1 : 0;
      }
    }
    return words == 0 ? 0 : (double) known / words;
  }

  /** How much a text of the corpus looks like those that were fitted. */
  double likeness(Corpus corpus, int row) {
    return shapes.likeness(scaling.dense(), corpus.dense(row));
  }

  /** The same in the form that is shipped: 16 bits a weight. */
  LinearModel pack(
      String revision,
      LinearModel.Calibration calibration,
      double leastFamiliar,
      double leastAlike) {
    LinearModel.Guard guard =
        new LinearModel.Guard(
            scaling.rarestKnown(), (float) leastFamiliar, shapes, (float) leastAlike);
    double largest = 0;
    for (double weight : weights) {
      largest = Math.max(largest, Math.abs(weight));
    }
    float step = (float) Math.max(largest / Short.MAX_VALUE, Float.MIN_NORMAL);
    short[] packed = new short[weights.length];
    for (int i = 0; i < packed.length; i++) {
      packed[i] = (short) Math.rint(weights[i] / step);
    }
    float[] denseFloats = new float[denseWeights.length];
    for (int i = 0; i < denseFloats.length; i++) {
      denseFloats[i] = (float) (denseWeights[i] * scaling.dense().weight()[i]);
    }
    LinearModel.Dense dense =
        new LinearModel.Dense(scaling.dense().mean(), scaling.dense().scale(), denseFloats);
    return new LinearModel(
        revision,
        Grams.of(packed, scaling.rarities(), step),
        dense,
        (float) mean,
        calibration,
        guard);
  }
}
