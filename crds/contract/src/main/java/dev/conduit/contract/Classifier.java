// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * How requests that no rule decided get a tier: by the estimated length of the prompt.
 *
 * @param defaultTier of prompts shorter than every step
 * @param lengthSteps in rising order of tokens; the last one reached decides
 */
public record Classifier(
    @JsonProperty(required = true) Tier defaultTier, List<LengthStep> lengthSteps) {
  public Classifier {
    lengthSteps = lengthSteps == null ? List.of() : List.copyOf(lengthSteps);
  }

  /** Prompts of at least {@code minPromptTokens} estimated tokens go to {@code tier}. */
  public record LengthStep(
      @JsonProperty(required = true) Tokens minPromptTokens,
      @JsonProperty(required = true) Tier tier) {}
}
