// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.llama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.conduit.engine.surface.spi.EngineException;
import dev.conduit.engine.surface.spi.Failure;
import dev.conduit.engine.surface.spi.PromptSource;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Renders a conversation with the template that the model file carries. */
final class ChatRenderer {
  private final LlamaBinding model;
  private final String lostStart;

  /**
   * @param lostStart what llama.cpp cuts off the front of every rendering because it expects the
   *     tokenizer to add it, where the tokenizer does not; empty when there is no such thing
   */
  ChatRenderer(LlamaBinding model, String lostStart) {
    this.model = model;
    this.lostStart = lostStart;
  }

  /**
   * Whether the cut of {@code start} applies: the template writes it and the tokenizer does not.
   */
  static String lostStart(GgufHeader header, LlamaBinding model) {
    boolean adds = header.flag("tokenizer.ggml.add_bos_token").orElse(true);
    if (adds || header.number("tokenizer.ggml.bos_token_id").isEmpty()) {
      return "";
    }
    int id = (int) header.number("tokenizer.ggml.bos_token_id").getAsLong();
    String start = model.decode(new int[] {id});
    String template = header.string("tokenizer.chat_template").orElse("");
    return template.contains(start) || template.contains("bos_token") ? start : "";
  }

  /**
   * The prompt's text. Throws {@link EngineException} where the template cannot do the messages.
   */
  String render(PromptSource.Chat chat) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("messages", plain(chat.messages()));
    chat.tools().ifPresent(tools -> body.set("tools", tools));
    body.put("add_generation_prompt", chat.addGenerationPrompt());
    try {
      String text = model.render(body.toString());
      return lostStart.isEmpty() || text.startsWith(lostStart) ? text : lostStart + text;
    } catch (RuntimeException e) {
      // the binding throws unchecked; the template's own words may hold the prompt, so not those
      throw new EngineException(
          new Failure.Invalid(
              "the model's chat template cannot render these messages", "messages"));
    }
  }

  /** Content as one string: templates of small models do not know content parts. */
  private static ArrayNode plain(ArrayNode messages) {
    ArrayNode out = JsonNodeFactory.instance.arrayNode();
    for (JsonNode message : messages) {
      ObjectNode copy = message.deepCopy();
      JsonNode content = message.path("content");
      if (content.isArray()) {
        copy.put("content", joined((ArrayNode) content));
      } else if (!content.isTextual()) {
        copy.put("content", "");
      }
      out.add(copy);
    }
    return out;
  }

  private static String joined(ArrayNode parts) {
    for (JsonNode part : parts) {
      if (!part.path("type").asText().equals("text")) {
        throw new EngineException(
            new Failure.Invalid(
                "this model takes text only; remove the part of type %s"
                    .formatted(part.path("type").asText("?")),
                "messages"));
      }
    }
    return StreamSupport.stream(parts.spliterator(), false)
        .map(part -> part.path("text").asText())
        .collect(Collectors.joining("\n"));
  }
}
