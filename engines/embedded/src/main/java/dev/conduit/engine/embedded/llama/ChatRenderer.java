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

/**
 * Renders a conversation with the template that the model file names, as llama.cpp knows it.
 *
 * <p>Not by its Jinja interpreter: an exception there ends the process, and it cuts off a first
 * token that the tokenizers of small models then do not add. Templates of small models know neither
 * content parts nor tools, so both become text here.
 */
final class ChatRenderer {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final LlamaBinding model;

  ChatRenderer(LlamaBinding model) {
    this.model = model;
  }

  /** The prompt's text. Throws {@link EngineException} where the messages are not text. */
  String render(PromptSource.Chat chat) {
    ArrayNode messages = JSON.arrayNode();
    chat.tools().ifPresent(tools -> messages.add(message("system", describe(tools))));
    for (JsonNode message : chat.messages()) {
      messages.add(message(role(message), content(message)));
    }
    return model.render(JSON.objectNode().<ObjectNode>set("messages", messages).toString());
  }

  private static ObjectNode message(String role, String content) {
    return JSON.objectNode().put("role", role).put("content", content);
  }

  private static String role(JsonNode message) {
    String role = message.path("role").asText();
    return role.equals("developer") ? "system" : role;
  }

  private static String content(JsonNode message) {
    JsonNode content = message.path("content");
    String text = content.isArray() ? joined(content) : content.asText("");
    JsonNode calls = message.path("tool_calls");
    return calls.isEmpty() ? text : (text + "\n" + calls).strip();
  }

  private static String joined(JsonNode parts) {
    for (JsonNode part : parts) {
      if (!part.path("type").asText().equals("text")) {
        throw new EngineException(
            new Failure.Invalid(
                "this model takes text only; remove the part of type %s"
                    .formatted(part.path("type").asText("?")),
                "messages"));
      }
    }
    return parts
        .valueStream()
        .map(part -> part.path("text").asText())
        .collect(Collectors.joining("\n"));
  }

  private static String describe(ArrayNode tools) {
    return "You can call these functions:\n"
        + tools
            .valueStream()
            .map(tool -> tool.path("function").toString())
            .collect(Collectors.joining("\n"));
  }
}
