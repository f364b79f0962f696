// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

import dev.conduit.sidecar.core.classify.DenseFeatures;
import dev.conduit.sidecar.core.classify.LinearModel;
import dev.conduit.sidecar.core.classify.Shapes;
import java.util.Arrays;

/**
 * Finds the kinds of texts that a training has, by what they look like.
 *
 * <p>Idea: classification EM (Celeux and Govaert, "A classification EM algorithm for clustering and
 * two stochastic versions", 1992) with Gaussians of diagonal covariance. It begins with one kind;
 * the one that spreads widest is halved at the mean of its widest feature until there are enough,
 * so nothing is drawn by lot. Cost: one pass over the dense features for each kind and round.
 */
final class ShapeFit {
  private static final int ROUNDS = 12;

  /** Of a feature that is the same in all texts of a kind, such as four choices. */
  private static final double LEAST_VARIANCE = 0.01;

  private final Corpus corpus;
  private final int[] rows;
  private final LinearModel.Dense scale;
  private final int[] kinds;
  private final Shapes shapes =
      new Shapes(
          new float[Shapes.KINDS][DenseFeatures.COUNT],
          new float[Shapes.KINDS][DenseFeatures.COUNT],
          new float[Shapes.KINDS]);

  private ShapeFit(Corpus corpus, int[] rows, LinearModel.Dense scale) {
    this.corpus = corpus;
    this.rows = rows;
    this.scale = scale;
    this.kinds = new int[rows.length];
  }

  static Shapes of(Corpus corpus, int[] rows, LinearModel.Dense scale) {
    ShapeFit fit = new ShapeFit(corpus, rows, scale);
    for (int kind = 1; kind < Shapes.KINDS; kind++) {
      fit.halve(kind);
    }
    boolean isMoving = true;
    for (int round = 0; round < ROUNDS && isMoving; round++) {
      fit.describe();
      isMoving = fit.assign();
    }
    fit.describe();
    return fit.shapes;
  }

  /** Makes another kind out of a half of the widest one. */
  private void halve(int another) {
    int widest = 0;
    int at = 0;
    double most = -1;
    for (int kind = 0; kind < another; kind++) {
      double[][] moments = moments(kind);
      int count = count(kind);
      for (int i = 0; i < DenseFeatures.COUNT; i++) {
        double spread = moments[1][i] * count;
        if (spread > most) {
          most = spread;
          widest = kind;
          at = i;
        }
      }
    }
    double middle = moments(widest)[0][at];
    for (int i = 0; i < rows.length; i++) {
      if (kinds[i] == widest && scaled(i, at) > middle) {
        kinds[i] = another;
      }
    }
  }

  private void describe() {
    for (int kind = 0; kind < Shapes.KINDS; kind++) {
      int count = count(kind);
      double[][] moments = moments(kind);
      double offset =
          count == 0 ? Double.NEGATIVE_INFINITY : StrictMath.log((double) count / rows.length);
      for (int i = 0; i < DenseFeatures.COUNT; i++) {
        double variance = Math.max(LEAST_VARIANCE, moments[1][i]);
        shapes.mean()[kind][i] = (float) moments[0][i];
        shapes.precision()[kind][i] = (float) (1 / variance);
        offset -= StrictMath.log(variance) / 2;
      }
      shapes.offset()[kind] = (float) offset;
    }
  }

  /** Whether any text is of another kind now. */
  private boolean assign() {
    int[] before = kinds.clone();
    for (int i = 0; i < rows.length; i++) {
      double best = Double.NEGATIVE_INFINITY;
      for (int kind = 0; kind < Shapes.KINDS; kind++) {
        double likeness = shapes.likeness(kind, scale, corpus.dense(rows[i]));
        if (likeness > best) {
          best = likeness;
          kinds[i] = kind;
        }
      }
    }
    return !Arrays.equals(before, kinds);
  }

  private int count(int kind) {
    return (int) Arrays.stream(kinds).filter(k -> k == kind).count();
  }

  /** Means, then variances, of the features of a kind; zeros where no text is of it. */
  private double[][] moments(int kind) {
    double[][] moments = new double[2][DenseFeatures.COUNT];
    int count = Math.max(1, count(kind));
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; kinds[i] == kind && k < DenseFeatures.COUNT; k++) {
        double value = scaled(i, k);
        moments[0][k] += value / count;
        moments[1][k] += value * value / count;
      }
    }
    for (int k = 0; k < DenseFeatures.COUNT; k++) {
      moments[1][k] = Math.max(0, moments[1][k] - moments[0][k] * moments[0][k]);
    }
    return moments;
  }

  private double scaled(int row, int feature) {
    return scale.scaled(feature, corpus.dense(rows[row])[feature]);
  }
}
