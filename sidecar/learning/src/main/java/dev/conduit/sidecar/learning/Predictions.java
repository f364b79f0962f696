// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

/**
 * What a fit says of texts that it has not seen.
 *
 * @param gains expected, by position in the rows that were asked about
 * @param familiarity of the same
 */
@SuppressWarnings("ArrayRecordComponent") // Big and read in hot loops; nobody writes to them.
public record Predictions(double[] gains, double[] familiarity) {
  /** Fits some rows and judges others; without calibration, which does not change their order. */
  public static Predictions of(Corpus corpus, int[] fitted, int[] judged, Settings settings) {
    Fit fit = Fit.of(corpus, fitted, settings);
    double[] gains = new double[judged.length];
    double[] familiarity = new double[judged.length];
    for (int i = 0; i < judged.length; i++) {
      gains[i] = fit.gain(corpus, judged[i]);
      familiarity[i] = fit.familiarity(corpus, judged[i]);
    }
    return new Predictions(gains, familiarity);
  }
}
