// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.batch;

/**
 * What decides how long a step takes.
 *
 * @param prefillTokens computed for prompts, or again after a preemption
 * @param decodeTokens computed for answers, one per decoding sequence
 * @param contextTokens whose keys and values are read, over all sequences
 */
public record StepLoad(int prefillTokens, int decodeTokens, long contextTokens) {

  public int tokens() {
    return prefillTokens + decodeTokens;
  }
}
