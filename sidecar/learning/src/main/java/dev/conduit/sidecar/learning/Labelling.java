// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

import java.util.List;

/**
 * Turns evidence into gains.
 *
 * <p>Where one tier alone was judged, the other is taken to have done as well as it does on
 * average: where it was judged, else {@link #UNHEARD}. That says nothing of which texts the other
 * tier is good at, so such an outcome weighs half.
 */
record Labelling(double light, double heavy) {
  /** How well a tier is taken to answer that nobody has judged. */
  private static final double UNHEARD = 0.8;

  private static final double ONE_SIDED = 0.5;

  /** Knows the averages of these. */
  static Labelling of(List<Outcome> outcomes) {
    return new Labelling(mean(outcomes, true), mean(outcomes, false));
  }

  private static double mean(List<Outcome> outcomes, boolean isLight) {
    double sum = 0;
    int count = 0;
    for (Outcome outcome : outcomes) {
      double score =
          switch (outcome.evidence()) {
            case Evidence.Pair(double light, double heavy) -> isLight ? light : heavy;
            case Evidence.Light(double score0) -> isLight ? score0 : Double.NaN;
            case Evidence.Heavy(double score0) -> isLight ? Double.NaN : score0;
            case Evidence.Better _, Evidence.Gain _ -> Double.NaN;
          };
      if (!Double.isNaN(score)) {
        sum += score;
        count++;
      }
    }
    return count == 0 ? UNHEARD : sum / count;
  }

  Label label(Outcome outcome) {
    double weight = outcome.source().weight();
    return switch (outcome.evidence()) {
      case Evidence.Pair(double lighter, double heavier) -> new Label(heavier - lighter, weight);
      case Evidence.Light(double score) -> new Label(heavy - score, weight * ONE_SIDED);
      case Evidence.Heavy(double score) -> new Label(score - light, weight * ONE_SIDED);
      case Evidence.Better(boolean isHeavy) -> new Label(isHeavy ? 1 : 0, weight);
      case Evidence.Gain(double gain) -> new Label(gain, weight);
    };
  }
}
