// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How requests that no rule decided get a tier: by the estimated length of the prompt, by its
 * complexity, or by the heavier answer of both. What was added after the first version is left out
 * of the JSON when absent. Source: decisions 0003 and 0015.
 *
 * @param defaultTier of prompts below every step and threshold
 * @param lengthSteps in rising order of tokens; the last one reached decides
 * @param safeTier of prompts that the complexity model cannot judge; absent means that their cues
 *     decide. Decision 0030
 * @param thresholds in rising order of score; the last one reached decides. Empty together with an
 *     absent {@code targetHeavyShare} means that complexity is not asked for
 * @param targetHeavyShare share of prompts for the heaviest tier, in [0,1], instead of thresholds;
 *     the other tiers share the rest evenly
 * @param learned whether the complexity model follows from outcomes; absent means no. Decision 0018
 * @param pinnedRevision of the learned model to keep to; absent means the newest
 * @param remote asked before this one; what it cannot answer this one does. Needs format {@link
 *     RoutingSnapshot#STAGED}. Decision 0021
 * @param pairs whether some requests are answered by both tiers to learn from; absent means none.
 *     Decision 0027
 */
public record Classifier(
    @JsonProperty(required = true) Tier defaultTier,
    List<LengthStep> lengthSteps,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Tier> safeTier,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ScoreThreshold> thresholds,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Double> targetHeavyShare,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Boolean> learned,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> pinnedRevision,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Remote> remote,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Pairs> pairs) {
  @JsonCreator
  public Classifier {
    lengthSteps = lengthSteps == null ? List.of() : List.copyOf(lengthSteps);
    safeTier = safeTier == null ? Optional.empty() : safeTier;
    thresholds = thresholds == null ? List.of() : List.copyOf(thresholds);
    targetHeavyShare = targetHeavyShare == null ? Optional.empty() : targetHeavyShare;
    learned = learned == null ? Optional.empty() : learned;
    pinnedRevision = pinnedRevision == null ? Optional.empty() : pinnedRevision;
    remote = remote == null ? Optional.empty() : remote;
    pairs = pairs == null ? Optional.empty() : pairs;
  }

  /** Which asks nobody else. */
  public Classifier(
      Tier defaultTier,
      List<LengthStep> lengthSteps,
      Optional<Tier> safeTier,
      List<ScoreThreshold> thresholds,
      Optional<Double> targetHeavyShare,
      Optional<Boolean> learned,
      Optional<String> pinnedRevision) {
    this(
        defaultTier,
        lengthSteps,
        safeTier,
        thresholds,
        targetHeavyShare,
        learned,
        pinnedRevision,
        Optional.empty(),
        Optional.empty());
  }

  /** The same, which asks that one first. */
  public Classifier remote(Remote other) {
    return new Classifier(
        defaultTier,
        lengthSteps,
        safeTier,
        thresholds,
        targetHeavyShare,
        learned,
        pinnedRevision,
        Optional.of(other),
        pairs);
  }

  /** The same, which learns from these. */
  public Classifier pairs(Pairs other) {
    return new Classifier(
        defaultTier,
        lengthSteps,
        safeTier,
        thresholds,
        targetHeavyShare,
        learned,
        pinnedRevision,
        remote,
        Optional.of(other));
  }

  /** Which does not learn. */
  public Classifier(
      Tier defaultTier,
      List<LengthStep> lengthSteps,
      Optional<Tier> safeTier,
      List<ScoreThreshold> thresholds,
      Optional<Double> targetHeavyShare) {
    this(
        defaultTier,
        lengthSteps,
        safeTier,
        thresholds,
        targetHeavyShare,
        Optional.empty(),
        Optional.empty());
  }

  /** Whether outcomes are kept and learned from. */
  public boolean learns() {
    return learned.orElse(false);
  }

  /** By length only. */
  public Classifier(Tier defaultTier, List<LengthStep> lengthSteps) {
    this(defaultTier, lengthSteps, Optional.empty(), List.of(), Optional.empty());
  }

  /** Prompts of at least {@code minPromptTokens} estimated tokens go to {@code tier}. */
  public record LengthStep(
      @JsonProperty(required = true) Tokens minPromptTokens,
      @JsonProperty(required = true) Tier tier) {}

  /** Prompts whose complexity is at least {@code minScore}, in [0,1], go to {@code tier}. */
  public record ScoreThreshold(
      @JsonProperty(required = true) double minScore, @JsonProperty(required = true) Tier tier) {}

  /**
   * A classifier that somebody runs, reached by HTTP.
   *
   * @param url that questions are posted to
   * @param timeout after which this classifier decides
   * @param sendsPrompt whether it gets what users wrote
   * @param dataClasses that what it gets may be of; a request of any other class is not shown to it
   */
  public record Remote(
      @JsonProperty(required = true) URI url,
      @JsonProperty(required = true) Duration timeout,
      @JsonProperty(required = true) boolean sendsPrompt,
      List<String> dataClasses) {
    public Remote {
      dataClasses = dataClasses == null ? List.of() : List.copyOf(dataClasses);
    }
  }
}
