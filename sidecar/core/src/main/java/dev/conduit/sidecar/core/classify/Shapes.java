// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.classify;

/**
 * What the texts of a training look like, apart from their words: a few kinds of texts, each a
 * Gaussian over the {@link DenseFeatures} whose features do not depend on each other.
 *
 * <p>Words alone do not tell whether a text is like those that were learned: "Tell me a joke about
 * cats" has no word that exam questions lack. Source: decision 0030.
 *
 * @param mean by kind, then feature, of what {@link LinearModel.Dense#scaled} gives
 * @param precision one through the variance, likewise
 * @param offset by kind, what is added: the logarithm of how common the kind is and of its density
 *     at its mean; of a kind that no text is of negative infinity
 */
@SuppressWarnings("ArrayRecordComponent") // Read in hot loops; nobody writes to them.
public record Shapes(float[][] mean, float[][] precision, float[] offset) {
  /** How many kinds a training is divided into. */
  public static final int KINDS = 8;

  /** The logarithm of how likely a text of this look is, under the kind that it fits best. */
  public double likeness(LinearModel.Dense scale, double[] features) {
    double best = Double.NEGATIVE_INFINITY;
    for (int kind = 0; kind < KINDS; kind++) {
      best = Math.max(best, likeness(kind, scale, features));
    }
    return best;
  }

  /** The same under one kind. */
  public double likeness(int kind, LinearModel.Dense scale, double[] features) {
    double squares = 0;
    for (int i = 0; i < DenseFeatures.COUNT; i++) {
      double off = scale.scaled(i, features[i]) - mean[kind][i];
      squares += off * off * precision[kind][i];
    }
    return offset[kind] - squares / 2;
  }
}
