// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Set;

/** Checks a conversation's shape; what is inside stays as it came. */
final class Messages {

  private static final Set<String> ROLES =
      Set.of("system", "developer", "user", "assistant", "tool", "function");

  private Messages() {}

  static ArrayNode read(Fields fields) {
    fields.required("messages");
    ArrayNode messages =
        fields.array("messages").orElseGet(() -> JsonNodeFactory.instance.arrayNode());
    fields.check();
    if (messages.isEmpty()) {
      throw AskReader.refuse("messages", "messages must not be empty.");
    }
    for (int i = 0; i < messages.size(); i++) {
      check(messages.get(i), "messages." + i);
    }
    return messages;
  }

  private static void check(JsonNode message, String path) {
    if (!message.isObject()) {
      throw AskReader.refuse(path, path + " must be an object with role and content.");
    }
    JsonNode role = message.path("role");
    if (!role.isTextual() || !ROLES.contains(role.textValue())) {
      throw AskReader.refuse(
          path + ".role",
          path
              + ".role must be one of system, developer, user, assistant or tool, got "
              + ValidationErrors.describe(role)
              + ".");
    }
    JsonNode content = message.path("content");
    boolean absent = content.isMissingNode() || content.isNull();
    if (!absent && !content.isTextual() && !content.isArray()) {
      throw AskReader.refuse(
          path + ".content", path + ".content must be a string or a list of parts.");
    }
    if (absent && !role.textValue().equals("assistant")) {
      throw AskReader.refuse(path + ".content", path + ".content is required.");
    }
    content.forEach(part -> checkPart(part, path + ".content"));
  }

  private static void checkPart(JsonNode part, String path) {
    if (!part.path("text").isTextual() || !part.path("type").asText("text").endsWith("text")) {
      throw AskReader.refuse(
          path,
          path
              + " may hold text parts only: this model takes no "
              + part.path("type").asText("such part")
              + ".");
    }
  }
}
