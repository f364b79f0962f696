// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.classify;

import dev.conduit.contract.Classifier.ScoreThreshold;
import dev.conduit.contract.Tier;
import dev.conduit.sidecar.core.exchange.RequestFacts;
import java.util.List;
import java.util.Optional;

/**
 * Weighs advice from outside against the policy: its thresholds say which tier a score means, and
 * its length steps can make the tier heavier, as they do for a classifier of our own.
 */
public final class Counsel {
  private final List<Tier> tiers;
  private final Tier defaultTier;
  private final List<ScoreThreshold> thresholds;
  private final LengthClassifier length;

  /**
   * @param policy a valid one
   * @param tiers from the lightest to the heaviest
   */
  public Counsel(dev.conduit.contract.Classifier policy, List<Tier> tiers) {
    this.tiers = List.copyOf(tiers);
    this.defaultTier = policy.defaultTier();
    this.thresholds = policy.thresholds();
    this.length = new LengthClassifier(policy);
  }

  /**
   * What the advice amounts to; empty where there is none.
   *
   * @param added to a score by rules
   */
  public Optional<Classification> weigh(Advice advice, RequestFacts facts, double added) {
    return switch (advice) {
      case Advice.Absent _ -> Optional.empty();
      case Advice.Named(Tier tier) ->
          Optional.of(heavier(new Classification(tier, 0, "classifier:" + tier.name()), facts));
      case Advice.Scored(double own) -> {
        double score = Math.clamp(own + added, 0, 1);
        String reason = ComplexityClassifier.reason("classifier:", score);
        yield Optional.of(heavier(new Classification(tier(score), score, reason), facts));
      }
    };
  }

  private Classification heavier(Classification advised, RequestFacts facts) {
    Classification byLength = length.classify(facts);
    boolean isStep = byLength.score() > 0;
    return isStep && tiers.indexOf(byLength.tier()) > tiers.indexOf(advised.tier())
        ? byLength
        : advised;
  }

  private Tier tier(double score) {
    Tier tier = defaultTier;
    for (ScoreThreshold one : thresholds) {
      tier = one.minScore() <= score ? one.tier() : tier;
    }
    return tier;
  }
}
