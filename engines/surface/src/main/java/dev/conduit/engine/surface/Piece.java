// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import dev.conduit.engine.surface.spi.TokenDelta;
import java.util.List;

/**
 * Text of one choice that may be shown now.
 *
 * @param text may be empty
 * @param tokens the tokens behind it; empty unless ids or log probabilities were asked for
 */
record Piece(String text, List<TokenDelta> tokens) {
  Piece {
    tokens = List.copyOf(tokens);
  }
}
