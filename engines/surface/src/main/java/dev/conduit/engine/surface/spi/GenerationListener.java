// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface.spi;

/**
 * Hears of one sequence, in this order: scheduled, then tokens, then exactly one of finished or
 * failed (which may come first). Calls may come on any thread, one at a time; none blocks.
 */
public interface GenerationListener {

  /**
   * The sequence left the queue and its prompt is being read.
   *
   * @param cachedTokens prompt tokens that the prefix cache held
   */
  void scheduled(int cachedTokens);

  /** One token came. */
  void token(TokenDelta token);

  /** The sequence ended by itself. */
  void finished(FinishReason reason);

  /** The sequence cannot go on. */
  void failed(Failure failure);
}
