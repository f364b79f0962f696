// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.llama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.conduit.engine.surface.spi.EngineException;
import dev.conduit.engine.surface.spi.Failure;
import dev.conduit.engine.surface.spi.PromptSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Renders a conversation with the template that the model file names, as llama.cpp knows it.
 *
 * <p>Not by its Jinja interpreter: an exception there ends the process, and it cuts off a first
 * token that the tokenizers of small models then do not add. Templates of small models know neither
 * content parts nor tools, so both become text here: tools in Hermes' form, which most open models
 * that call tools were trained on and which the surface reads calls back from.
 */
final class ChatRenderer {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final LlamaBinding model;
  private final boolean knowsTemplate;

  /**
   * @param knowsTemplate whether llama.cpp can render the file's template; see {@link Templates}
   */
  ChatRenderer(LlamaBinding model, boolean knowsTemplate) {
    this.model = model;
    this.knowsTemplate = knowsTemplate;
  }

  private record Turn(String role, String content) {}

  /** The prompt's text. Throws {@link EngineException} where it cannot be rendered. */
  String render(PromptSource.Chat chat) {
    if (!knowsTemplate) {
      throw new EngineException(
          new Failure.Invalid(
              "this engine does not know the model's chat template; use /v1/completions",
              "messages"));
    }
    List<Turn> turns = new ArrayList<>();
    for (JsonNode message : chat.messages()) {
      turns.add(turn(message));
    }
    chat.tools().ifPresent(tools -> show(tools, turns));
    ArrayNode messages = JSON.arrayNode();
    turns.forEach(
        turn -> messages.addObject().put("role", turn.role()).put("content", turn.content()));
    return model.render(JSON.objectNode().<ObjectNode>set("messages", messages).toString());
  }

  private static Turn turn(JsonNode message) {
    String content = content(message);
    return switch (message.path("role").asText()) {
      case "developer" -> new Turn("system", content);
      case "tool", "function" ->
          new Turn("user", "<tool_response>\n" + content + "\n</tool_response>");
      default -> new Turn(message.path("role").asText(), content);
    };
  }

  private static String content(JsonNode message) {
    JsonNode content = message.path("content");
    String text = content.isArray() ? joined(content) : content.asText("");
    String calls =
        message
            .path("tool_calls")
            .valueStream()
            .map(call -> call(call.path("function")))
            .collect(Collectors.joining("\n"));
    return (text + "\n" + calls).strip();
  }

  /** The arguments are JSON in a string, and stand as they are. */
  private static String call(JsonNode function) {
    return "<tool_call>\n{\"name\": %s, \"arguments\": %s}\n</tool_call>"
        .formatted(function.path("name"), function.path("arguments").asText("{}"));
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

  private static void show(ArrayNode tools, List<Turn> turns) {
    String text =
        """
        You may call functions to help the user. They are, as JSON:
        <tools>
        %s
        </tools>
        To call one, answer with its name and arguments as JSON between tags:
        <tool_call>
        {"name": "NAME", "arguments": {}}
        </tool_call>"""
            .formatted(
                tools
                    .valueStream()
                    .map(tool -> tool.path("function").toString())
                    .collect(Collectors.joining("\n")));
    if (!turns.isEmpty() && turns.getFirst().role().equals("system")) {
      turns.set(0, new Turn("system", turns.getFirst().content() + "\n\n" + text));
    } else {
      turns.addFirst(new Turn("system", text));
    }
  }
}
