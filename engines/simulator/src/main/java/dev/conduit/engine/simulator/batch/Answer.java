// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.batch;

import java.util.List;

/**
 * The tokens that a sequence will generate, decided when it is submitted.
 *
 * @param tokens at least one; taken again from the start where more are asked for
 * @param length tokens after which the sequence ends by itself, or {@link #ENDLESS}
 */
public record Answer(List<Integer> tokens, int length) {

  /** The sequence only ends by its limit. */
  public static final int ENDLESS = Integer.MAX_VALUE;

  public Answer {
    tokens = List.copyOf(tokens);
    if (tokens.isEmpty() || length < 1) {
      throw new IllegalArgumentException("an answer has at least one token");
    }
  }

  /** The token at a position from 0. */
  public int at(int position) {
    return tokens.get(position % tokens.size());
  }
}
