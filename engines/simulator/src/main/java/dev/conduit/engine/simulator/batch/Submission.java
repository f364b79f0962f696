// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.batch;

import java.util.List;

/**
 * A sequence as it is queued.
 *
 * @param id unique among the sequences that are queued or running
 * @param prompt at least one token
 * @param answer what it generates
 * @param maxTokens generated at most, at least 1; prompt and this fit the context together
 * @param adapter the LoRA adapter's name; empty for the base model
 * @param cacheSalt keeps prefix caches apart; empty shares with all others without one
 */
public record Submission(
    String id,
    List<Integer> prompt,
    Answer answer,
    int maxTokens,
    String adapter,
    String cacheSalt) {

  public Submission {
    prompt = List.copyOf(prompt);
    if (prompt.isEmpty() || maxTokens < 1) {
      throw new IllegalArgumentException(
          "prompt and maxTokens must be at least 1, were " + prompt.size() + " and " + maxTokens);
    }
  }

  /** Who may share blocks with it. */
  String cacheSpace() {
    return adapter.isEmpty() && cacheSalt.isEmpty() ? "" : adapter + "\0" + cacheSalt;
  }
}
