// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface.spi;

import java.util.List;

/**
 * What one decoding step gave a sequence.
 *
 * @param text whole characters only: empty while a character's bytes are still incomplete
 * @param count generated tokens in this delta; 1, except where an engine learns of several at once
 * @param id the token's id, or {@link #UNKNOWN} where the engine has no {@code tokenIds}
 * @param logprobs the chosen token first, then alternatives, best first; empty when not asked for
 */
public record TokenDelta(String text, int count, int id, List<Logprob> logprobs) {

  /** For engines that do not learn their tokens' ids. */
  public static final int UNKNOWN = -1;

  public TokenDelta {
    logprobs = List.copyOf(logprobs);
  }

  /** One token without log probabilities. */
  public static TokenDelta of(String text, int id) {
    return new TokenDelta(text, 1, id, List.of());
  }

  /**
   * A token's log probability.
   *
   * @param token its text
   * @param id its id
   * @param logprob natural logarithm, at most 0
   */
  public record Logprob(String token, int id, double logprob) {}
}
