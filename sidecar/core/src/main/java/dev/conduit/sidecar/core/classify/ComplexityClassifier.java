// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.classify;

import dev.conduit.contract.Tier;
import dev.conduit.sidecar.core.exchange.RequestFacts;
import dev.conduit.sidecar.core.signal.TextReading;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Decides by how likely the strong model is to be right where the weak one is wrong.
 *
 * <p>The score is that probability. The last threshold that it reaches decides. A text that is
 * unlike everything learned goes to the safe tier, where the policy names one; else its {@link
 * CueScore} says how hard it is, and stands for the score of the texts of the training that are as
 * hard beside the others, so that the same thresholds decide. A length step can only make the tier
 * heavier. Cost: bounded by {@link TextReading#MAX_BYTES}. Source: decisions 0015 and 0030.
 */
public final class ComplexityClassifier implements Classifier {
  private static final int DECIMALS = 1000;

  private final List<Tier> tiers;
  private final Tier defaultTier;
  private final dev.conduit.contract.Classifier policy;
  private final List<dev.conduit.contract.Classifier.ScoreThreshold> thresholds;
  private final LengthClassifier length;
  private final LinearModel model;
  private final Supplier<Workspace> workspaces;

  /**
   * @param policy a valid one
   * @param tiers from the lightest to the heaviest
   * @param workspaces gives the calling thread its own
   */
  public ComplexityClassifier(
      dev.conduit.contract.Classifier policy,
      List<Tier> tiers,
      LinearModel model,
      Supplier<Workspace> workspaces) {
    this.tiers = List.copyOf(tiers);
    this.defaultTier = policy.defaultTier();
    this.policy = policy;
    this.length = new LengthClassifier(policy);
    this.model = model;
    this.workspaces = workspaces;
    this.thresholds =
        policy
            .targetHeavyShare()
            .map(share -> byShare(share, this.tiers, model.calibration()))
            .orElse(policy.thresholds());
  }

  /** Whether a policy asks for complexity at all. */
  public static boolean isWanted(dev.conduit.contract.Classifier policy) {
    return !policy.thresholds().isEmpty() || policy.targetHeavyShare().isPresent();
  }

  /** The heaviest tier gets its share of texts like those learned, the others the rest, evenly. */
  private static List<dev.conduit.contract.Classifier.ScoreThreshold> byShare(
      double heaviest, List<Tier> tiers, LinearModel.Calibration calibration) {
    List<dev.conduit.contract.Classifier.ScoreThreshold> all = new ArrayList<>();
    int others = Math.max(1, tiers.size() - 1);
    all.add(new dev.conduit.contract.Classifier.ScoreThreshold(0, tiers.getFirst()));
    for (int i = 1; i < tiers.size(); i++) {
      double share = heaviest + (1 - heaviest) * (tiers.size() - 1 - i) / others;
      if (share > 0) {
        double score = share >= 1 ? 0 : calibration.atTop(share);
        all.add(new dev.conduit.contract.Classifier.ScoreThreshold(score, tiers.get(i)));
      }
    }
    return List.copyOf(all);
  }

  /** In rising order; what a share amounts to when the policy names one. */
  @Override
  public List<dev.conduit.contract.Classifier.ScoreThreshold> thresholds() {
    return thresholds;
  }

  @Override
  public Classification classify(RequestFacts facts) {
    return classify(facts, 0);
  }

  @Override
  public Classification classify(RequestFacts facts, double added) {
    Workspace room = workspaces.get();
    TextReading reading = room.reading().read(facts.userText());
    Classification byLength = length.classify(facts);
    LinearModel.Opinion opinion = model.of(reading, room.dense());
    double own = model.calibration().probability(opinion.gain());
    Classification byText = opinion.isKnown() ? known(own, added) : unfamiliar(reading, own, added);
    return tiers.indexOf(byLength.tier()) > tiers.indexOf(byText.tier()) ? byLength : byText;
  }

  private Classification known(double own, double added) {
    double score = Math.clamp(own + added, 0, 1);
    return new Classification(
        tier(score), score, reason("complexity:", score), Classification.Basis.SCORE, own);
  }

  private Classification unfamiliar(TextReading reading, double own, double added) {
    if (policy.safeTier().isPresent()) {
      Tier safeTier = policy.safeTier().get();
      double score = Math.clamp(own + added, 0, 1);
      return new Classification(
          safeTier, score, "complexity:unfamiliar", Classification.Basis.UNFAMILIAR, own);
    }
    double score = Math.clamp(model.calibration().atTop(1 - CueScore.of(reading)) + added, 0, 1);
    return new Classification(
        tier(score), score, reason("cues:", score), Classification.Basis.UNFAMILIAR, own);
  }

  private Tier tier(double score) {
    int i = thresholds.size() - 1;
    while (i >= 0 && thresholds.get(i).minScore() > score) {
      i--;
    }
    return i < 0 ? defaultTier : thresholds.get(i).tier();
  }

  /** Such as {@code complexity:0.317}. */
  static String reason(String by, double score) {
    int thousandths = (int) Math.round(score * DECIMALS) + DECIMALS;
    String digits = Integer.toString(thousandths);
    return by + (thousandths >= 2 * DECIMALS ? "1." : "0.") + digits.substring(1);
  }
}
