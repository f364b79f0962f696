// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

import dev.conduit.sidecar.core.classify.LinearModel;

/**
 * The line that turns a gain into a probability: logistic regression on one number, by Newton's
 * method, towards Platt's targets, which keep it finite when the gain separates the outcomes.
 * Source: Platt 1999; Lin, Lin and Weng 2007.
 */
final class Platt {
  private static final int STEPS = 50;
  private static final double RIDGE = 1e-6;
  private static final double STILL = 1e-9;

  /** Of Newton's step: a whole one can lead away where the gain separates the outcomes. */
  private static final double SHORTEST = 1.0 / 1024;

  private Platt() {}

  @SuppressWarnings("ArrayRecordComponent") // Big and read in hot loops; nobody writes to them.
  private record Truth(Label[] labels, double low, double high) {
    double target(int i) {
      double help = labels[i].help();
      return high * help + low * (1 - help);
    }

    double loss(double[] gains, double slope, double offset) {
      double sum = 0;
      for (int i = 0; i < gains.length; i++) {
        double odds = slope * gains[i] + offset;
        // ln(1 + e^odds) - target * odds, without overflow
        double soft = Math.max(0, odds) + StrictMath.log1p(StrictMath.exp(-Math.abs(odds)));
        sum += labels[i].weight() * (soft - target(i) * odds);
      }
      return sum;
    }
  }

  /** Without quantiles. A label that is neither yes nor no counts as some of both. */
  static LinearModel.Calibration fit(double[] gains, Label[] labels) {
    double positive = 0;
    double all = 0;
    for (Label label : labels) {
      positive += label.weight() * label.help();
      all += label.weight();
    }
    double high = (positive + 1.0) / (positive + 2.0);
    double low = 1.0 / (all - positive + 2.0);
    Truth truth = new Truth(labels, low, high);
    double slope = 0;
    double average = StrictMath.log((positive + 1.0) / (all - positive + 1.0));
    double offset = average;
    for (int step = 0; step < STEPS; step++) {
      double g0 = 0;
      double g1 = 0;
      double h00 = RIDGE;
      double h01 = 0;
      double h11 = RIDGE;
      for (int i = 0; i < gains.length; i++) {
        double p = 1 / (1 + StrictMath.exp(-(slope * gains[i] + offset)));
        double share = labels[i].weight();
        double error = share * (p - truth.target(i));
        double weight = share * p * (1 - p);
        g0 += error;
        g1 += error * gains[i];
        h00 += weight;
        h01 += weight * gains[i];
        h11 += weight * gains[i] * gains[i];
      }
      double determinant = h00 * h11 - h01 * h01;
      double down = (h00 * g1 - h01 * g0) / determinant;
      double left = (h11 * g0 - h01 * g1) / determinant;
      double part = 1;
      double loss = truth.loss(gains, slope, offset);
      while (part > SHORTEST
          && truth.loss(gains, slope - part * down, offset - part * left) > loss) {
        part /= 2;
      }
      slope -= part * down;
      offset -= part * left;
      if (Math.abs(down) < STILL || part <= SHORTEST) {
        break;
      }
    }
    // Harder never means less likely: a training that says so has nothing to say but the average.
    return slope > 0
        ? new LinearModel.Calibration((float) slope, (float) offset, new float[0])
        : new LinearModel.Calibration(0, (float) average, new float[0]);
  }
}
