// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay;

import dev.conduit.sidecar.learning.Quality;
import java.util.List;
import java.util.Optional;

/**
 * How good the answers would have been, over requests with outcomes that went to the lightest or to
 * the heaviest tier.
 *
 * @param judged how many requests
 * @param unjudged with outcomes, and refused or on a tier between, of which outcomes say nothing
 * @param policy where it stands: share of heavy calls, cost and quality
 * @param classifier the policy's, at every threshold
 * @param length of the text in its place
 * @param oracle that knows who will be right
 */
public record Verdict(
    long judged, long unjudged, Sweep.Point policy, Order classifier, Order length, Order oracle) {
  /**
   * An order in which requests go to the heavy tier.
   *
   * @param quality empty where the heavy tier is not better
   * @param curve from all light to all heavy
   */
  public record Order(Optional<Quality> quality, List<Sweep.Point> curve) {
    public Order {
      curve = List.copyOf(curve);
    }

    static Order of(Sweep sweep) {
      return new Order(sweep.quality(), sweep.curve());
    }
  }

  /** Who goes to the heavy tier is drawn by lot; quality is empty where that tier is no better. */
  public Order random() {
    return new Order(
        oracle.quality().map(_ -> new Quality(0.5, 0.5, 0.8)), List.of(allLight(), allHeavy()));
  }

  /** Everything goes to the lightest tier. */
  public Sweep.Point allLight() {
    return oracle.curve().getFirst();
  }

  /** Everything goes to the heaviest tier. */
  public Sweep.Point allHeavy() {
    return oracle.curve().getLast();
  }

  /** Share of the gap that the policy recovers; empty where there is none. */
  public Optional<Double> recovered() {
    double gap = allHeavy().quality() - allLight().quality();
    return gap > 0
        ? Optional.of((policy.quality() - allLight().quality()) / gap)
        : Optional.empty();
  }

  /** Quality of as many heavy calls as the policy makes, given by chance. */
  public double byChance() {
    return allLight().quality() + policy.share() * (allHeavy().quality() - allLight().quality());
  }
}
