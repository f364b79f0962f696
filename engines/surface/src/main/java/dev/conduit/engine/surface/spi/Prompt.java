// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface.spi;

import java.util.List;

/**
 * A prompt as the model sees it.
 *
 * @param text the rendered text; for token ids their text
 * @param tokens its ids, template and special tokens included: what {@code prompt_tokens} counts
 */
public record Prompt(String text, List<Integer> tokens) {
  public Prompt {
    tokens = List.copyOf(tokens);
  }
}
