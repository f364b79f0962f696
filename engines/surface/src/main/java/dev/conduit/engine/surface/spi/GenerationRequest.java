// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface.spi;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * One sequence to generate. Stop strings and stop token ids are not here: the surface watches the
 * output for them, once for every engine, and cancels.
 *
 * @param id the request's id with the sequence's index, unique in the process
 * @param model a served name
 * @param maxTokens at least 0; prompt and this fit the context together
 * @param logprobs number of alternatives per token, when asked for
 */
public record GenerationRequest(
    String id,
    String model,
    Prompt prompt,
    int maxTokens,
    Sampling sampling,
    Constraint constraint,
    OptionalInt logprobs,
    Scheduling scheduling) {

  /**
   * What orders and places a request.
   *
   * @param priority lower runs first; 0 by default
   * @param cacheSalt keeps prefix caches of different tenants apart
   * @param session the caller's session key ({@code prompt_cache_key} or {@code user})
   */
  public record Scheduling(int priority, Optional<String> cacheSalt, Optional<String> session) {}
}
