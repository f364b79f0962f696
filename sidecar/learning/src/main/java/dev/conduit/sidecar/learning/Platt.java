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

  private Platt() {}

  /** Without quantiles. */
  static LinearModel.Calibration fit(double[] gains, boolean[] helps) {
    int positive = 0;
    for (boolean one : helps) {
      positive += one ? 1 : 0;
    }
    double high = (positive + 1.0) / (positive + 2.0);
    double low = 1.0 / (helps.length - positive + 2.0);
    double slope = 0;
    double offset = StrictMath.log((positive + 1.0) / (helps.length - positive + 1.0));
    for (int step = 0; step < STEPS; step++) {
      double g0 = 0;
      double g1 = 0;
      double h00 = RIDGE;
      double h01 = 0;
      double h11 = RIDGE;
      for (int i = 0; i < gains.length; i++) {
        double p = 1 / (1 + StrictMath.exp(-(slope * gains[i] + offset)));
        double error = p - (helps[i] ? high : low);
        double weight = p * (1 - p);
        g0 += error;
        g1 += error * gains[i];
        h00 += weight;
        h01 += weight * gains[i];
        h11 += weight * gains[i] * gains[i];
      }
      double determinant = h00 * h11 - h01 * h01;
      double down = (h00 * g1 - h01 * g0) / determinant;
      slope -= down;
      offset -= (h11 * g0 - h01 * g1) / determinant;
      if (Math.abs(down) < STILL) {
        break;
      }
    }
    // Harder never means less likely: a training that says so has nothing to say.
    return new LinearModel.Calibration((float) Math.max(0, slope), (float) offset, new float[0]);
  }
}
