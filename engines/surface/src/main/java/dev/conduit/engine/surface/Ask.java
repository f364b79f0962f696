// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import dev.conduit.engine.surface.spi.GenerationRequest.Scheduling;
import dev.conduit.engine.surface.spi.Sampling;
import java.util.List;
import java.util.OptionalInt;

/**
 * What chat and completions have in common, read and range-checked.
 *
 * @param model a served name
 * @param maxTokens as asked for; the rest of the context when absent
 * @param n answers per prompt
 * @param logprobs alternatives per token, when asked for
 */
record Ask(
    String model,
    OptionalInt maxTokens,
    int n,
    OptionalInt logprobs,
    Sampling sampling,
    Stops stops,
    Streaming streaming,
    Scheduling scheduling,
    boolean returnTokenIds) {

  /**
   * What ends an answer besides the model.
   *
   * @param keep whether a stop string stays in the answer
   */
  record Stops(List<String> strings, List<Integer> tokenIds, boolean keep) {
    Stops {
      strings = List.copyOf(strings);
      tokenIds = List.copyOf(tokenIds);
    }
  }

  /** How the answer is sent. */
  record Streaming(boolean on, boolean includeUsage, boolean continuousUsage) {}
}
