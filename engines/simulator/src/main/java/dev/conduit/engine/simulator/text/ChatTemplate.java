// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.conduit.engine.surface.spi.Prompt;
import dev.conduit.engine.surface.spi.PromptSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Renders conversations as ChatML, the template of many models: a mark, the role, the content and a
 * mark for each turn; tools are shown in a system turn of their own.
 */
public final class ChatTemplate {
  private final Tokenizer tokenizer;

  public ChatTemplate(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** The prompt of a conversation. */
  public Prompt render(PromptSource.Chat chat) {
    StringBuilder text = new StringBuilder();
    List<Integer> tokens = new ArrayList<>();
    chat.tools().ifPresent(tools -> turn("system", "# Tools\n" + tools, text, tokens));
    for (JsonNode message : chat.messages()) {
      turn(message.path("role").asText(), content(message), text, tokens);
    }
    if (chat.addGenerationPrompt()) {
      open("assistant\n", text, tokens);
    }
    return new Prompt(text.toString(), tokens);
  }

  private void turn(String role, String content, StringBuilder text, List<Integer> tokens) {
    open(role + "\n" + content, text, tokens);
    text.append("<|im_end|>\n");
    tokens.add(Tokenizer.TURN_END);
    tokens.addAll(tokenizer.encode("\n"));
  }

  private void open(String content, StringBuilder text, List<Integer> tokens) {
    text.append("<|im_start|>").append(content);
    tokens.add(Tokenizer.TURN_START);
    tokens.addAll(tokenizer.encode(content));
  }

  private static String content(JsonNode message) {
    StringBuilder text = new StringBuilder();
    JsonNode content = message.path("content");
    if (content instanceof ArrayNode parts) {
      parts.forEach(part -> text.append(textOf(part)));
    } else if (content.isTextual()) {
      text.append(content.textValue());
    }
    Optional.of(message.path("tool_calls"))
        .filter(JsonNode::isArray)
        .ifPresent(calls -> calls.forEach(call -> text.append(call.path("function"))));
    return text.toString();
  }

  /** The surface lets only text through. */
  private static String textOf(JsonNode part) {
    return part.isTextual() ? part.textValue() : part.path("text").asText();
  }
}
