// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface.spi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Optional;

/** What a prompt is made from. {@code model} is always one of the served names. */
public sealed interface PromptSource {

  String model();

  /**
   * Plain text.
   *
   * @param addSpecialTokens whether the tokenizer adds its begin-of-text token
   */
  record Text(String model, String text, boolean addSpecialTokens) implements PromptSource {}

  /** Token ids as they came; the engine checks their range. */
  record Tokens(String model, List<Integer> ids) implements PromptSource {
    public Tokens {
      ids = List.copyOf(ids);
    }
  }

  /**
   * A conversation, to be rendered by the model's own template.
   *
   * @param messages OpenAI's messages, as they came; each an object with a string {@code role}
   * @param tools the {@code tools} to show to the model; empty when none or {@code tool_choice} is
   *     none
   * @param addGenerationPrompt whether the template opens the assistant's turn
   * @param templateArguments {@code chat_template_kwargs}
   */
  record Chat(
      String model,
      ArrayNode messages,
      Optional<ArrayNode> tools,
      boolean addGenerationPrompt,
      Optional<JsonNode> templateArguments)
      implements PromptSource {}
}
