// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

import java.util.Arrays;

/** The texts of a training as sparse rows of length 1, and dense features beside them. */
final class Matrix {
  private final int[][] columns;
  private final float[][] values;
  private final double[][] dense;

  private Matrix(int rows) {
    columns = new int[rows][];
    values = new float[rows][];
    dense = new double[rows][];
  }

  static Matrix of(Corpus corpus, int[] rows, Scaling scaling) {
    Matrix matrix = new Matrix(rows.length);
    for (int i = 0; i < rows.length; i++) {
      matrix.grams(i, corpus.buckets(rows[i]), scaling);
      double[] features = corpus.dense(rows[i]).clone();
      for (int k = 0; k < features.length; k++) {
        features[k] = scaling.dense().scaled(k, features[k]) * scaling.dense().weight()[k];
      }
      matrix.dense[i] = features;
    }
    return matrix;
  }

  private void grams(int row, int[] buckets, Scaling scaling) {
    float[] lengths = new float[buckets.length];
    double squares = 0;
    for (int bucket : buckets) {
      squares += (double) scaling.rarity(bucket) * scaling.rarity(bucket);
    }
    for (int i = 0; i < buckets.length; i++) {
      lengths[i] = (float) (scaling.rarity(buckets[i]) / Math.sqrt(squares));
    }
    columns[row] = buckets;
    values[row] = lengths;
  }

  /** What all weights together give for each row. */
  void times(double[] weights, double[] denseWeights, double[] into) {
    for (int row = 0; row < columns.length; row++) {
      double sum = 0;
      for (int i = 0; i < columns[row].length; i++) {
        sum += values[row][i] * weights[columns[row][i]];
      }
      for (int i = 0; i < denseWeights.length; i++) {
        sum += dense[row][i] * denseWeights[i];
      }
      into[row] = sum;
    }
  }

  /** The sum of the rows, each times its factor. */
  void transposed(double[] factors, double[] weights, double[] denseWeights) {
    Arrays.fill(weights, 0);
    Arrays.fill(denseWeights, 0);
    for (int row = 0; row < columns.length; row++) {
      for (int i = 0; i < columns[row].length; i++) {
        weights[columns[row][i]] += factors[row] * values[row][i];
      }
      for (int i = 0; i < denseWeights.length; i++) {
        denseWeights[i] += factors[row] * dense[row][i];
      }
    }
  }
}
