// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface.spi;

import java.util.Map;
import java.util.OptionalLong;

/**
 * How the next token is chosen; fields and ranges are vLLM's sampling parameters.
 *
 * @param temperature at least 0; 0 is greedy
 * @param topP in (0,1]
 * @param topK at least 1, or 0 for all
 * @param minP in [0,1]
 * @param presencePenalty in [-2,2]
 * @param frequencyPenalty in [-2,2]
 * @param repetitionPenalty above 0; 1 is none
 * @param seed same seed, same prompt: same answer
 * @param logitBias token id to bias in [-100,100]
 * @param minTokens no end of text before so many tokens
 * @param ignoreEos generate up to the limit whatever the model says
 */
public record Sampling(
    double temperature,
    double topP,
    int topK,
    double minP,
    double presencePenalty,
    double frequencyPenalty,
    double repetitionPenalty,
    OptionalLong seed,
    Map<Integer, Double> logitBias,
    int minTokens,
    boolean ignoreEos) {

  public Sampling {
    logitBias = Map.copyOf(logitBias);
  }
}
