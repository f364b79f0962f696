// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

/**
 * How a model is fitted.
 *
 * @param penalty of the ridge regression on weights
 * @param denseScale how long a text's dense features are beside its grams, whose length is 1
 * @param minTexts in how many texts a word must occur to count as known
 * @param iterations of the solver at most
 * @param folds of the texts by which the calibration is found
 * @param seed of the order in which texts go to folds
 */
public record Settings(
    double penalty, double denseScale, int minTexts, int iterations, int folds, long seed) {
  /** What the shipped model is made with. */
  public static Settings shipped() {
    return new Settings(5, 0.2, 2, 60, 5, 1);
  }
}
