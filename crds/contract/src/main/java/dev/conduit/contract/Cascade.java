// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Optional;

/**
 * How a lighter tier answers first, and what its answer must be worth to be passed on. Source:
 * decision 0021.
 *
 * @param startTier that answers first
 * @param escalateTo tier up to which answers are escalated, even where the classifier chose a
 *     lighter one; absent means the tier that it chose
 * @param verify what an answer is held against
 * @param buffersStreams whether streamed requests take part; their answer then comes when it is
 *     verified
 * @param timeout of an answer that may be escalated
 * @param maxAnswer length of an answer that may be escalated
 * @param budgetPercent of the requests of the last ten seconds that may be escalated
 */
public record Cascade(
    @JsonProperty(required = true) Tier startTier,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Tier> escalateTo,
    @JsonProperty(required = true) Verify verify,
    @JsonProperty(required = true) boolean buffersStreams,
    @JsonProperty(required = true) Duration timeout,
    @JsonProperty(required = true) Bytes maxAnswer,
    @JsonProperty(required = true) int budgetPercent) {
  public Cascade {
    escalateTo = escalateTo == null ? Optional.empty() : escalateTo;
  }

  /**
   * What an answer is held against; what the engine itself says of it (cut off, refused, empty)
   * counts in any case.
   *
   * @param schema the form that the request asks for
   * @param toolCalls the parameters of the tools that the request offers
   * @param minMeanLogprob of the tokens of the answer, natural logarithm; absent: not looked at
   * @param minLogprob of the least likely token; absent: not looked at
   */
  public record Verify(
      @JsonProperty(required = true) boolean schema,
      @JsonProperty(required = true) boolean toolCalls,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Double> minMeanLogprob,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Double> minLogprob) {
    public Verify {
      minMeanLogprob = minMeanLogprob == null ? Optional.empty() : minMeanLogprob;
      minLogprob = minLogprob == null ? Optional.empty() : minLogprob;
    }

    /** Whether engines have to tell log-probabilities. */
    public boolean wantsLogprobs() {
      return minMeanLogprob.isPresent() || minLogprob.isPresent();
    }
  }
}
