// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.estimate;

/**
 * Tokens of vLLM's largest step, which its profile run uses. Source: {@code
 * EngineArgs.get_batch_defaults} of the API server: 8192 on large GPUs, 16384 on those of 160 GiB
 * in current versions, 2048 on others; the first engine took a whole prompt at once up to 32768
 * tokens, longer ones in chunks of 2048.
 *
 * @param setup how the engine is started
 */
record Batch(Setup setup) {
  private static final long CHUNKED_FROM = 32768;

  /** Tokens of steps that are under way: since steps overlap on GPUs, those of two. */
  long inFlight() {
    boolean overlaps = setup.version().isFrom(0, 32) && !setup.gpu().isProcessor();
    return tokens() * (setup.pipeline() + (overlaps ? 1 : 0));
  }

  long tokens() {
    boolean largest = setup.gpu().isLargest() && setup.version().isFrom(0, 22);
    if (setup.gpu().isProcessor()) {
      return setup.tuning().batchedTokens().orElse(2048L * setup.devices());
    }
    long usual = setup.gpu().isLarge() ? (largest ? 16384 : 8192) : 2048;
    if (setup.isFirstVllm()) {
      long whole = setup.maxModelLen().orElse(usual);
      usual = whole > CHUNKED_FROM ? 2048 : Math.max(whole, 2048);
    }
    return setup.tuning().batchedTokens().orElse(usual);
  }
}
