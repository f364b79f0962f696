// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.batch;

/**
 * The bounds of a step; names are vLLM's.
 *
 * @param maxNumSeqs sequences that run at once
 * @param maxNumBatchedTokens tokens that one step computes, prompt and generated together
 * @param maxModelLen prompt and answer of one sequence
 * @param maxLoras different adapters in one step; 0 when adapters are off
 * @param prefixCaching whether sequences share blocks with equal content
 */
public record Limits(
    int maxNumSeqs, int maxNumBatchedTokens, int maxModelLen, int maxLoras, boolean prefixCaching) {

  public Limits {
    if (maxNumSeqs < 1 || maxNumBatchedTokens < 1 || maxModelLen < 1 || maxLoras < 0) {
      throw new IllegalArgumentException(
          "limits must be at least 1 (maxLoras 0): maxNumSeqs=%d maxNumBatchedTokens=%d"
                  .formatted(maxNumSeqs, maxNumBatchedTokens)
              + " maxModelLen=%d maxLoras=%d".formatted(maxModelLen, maxLoras));
    }
  }
}
