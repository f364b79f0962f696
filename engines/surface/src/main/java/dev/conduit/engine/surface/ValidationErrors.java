// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * Errors in the shape that vLLM's request models give: a count, then one Python-like dictionary a
 * line. Source: the recorded err-json.http, err-missing.http, err-type.http.
 */
final class ValidationErrors {

  private ValidationErrors() {}

  /**
   * One field at fault.
   *
   * @param type pydantic's error type, for example {@code missing}
   * @param loc path from {@code body}
   * @param msg pydantic's message
   * @param input what was there, shortened
   */
  record Fault(String type, String loc, String msg, String input) {
    private String line() {
      return "{'type': '%s', 'loc': '%s', 'msg': '%s', 'input': %s}"
          .formatted(type, loc, msg, input);
    }
  }

  static WireError of(List<Fault> faults) {
    StringBuilder message = new StringBuilder();
    message
        .append(faults.size())
        .append(" validation error")
        .append(faults.size() > 1 ? "s:" : ":");
    faults.forEach(fault -> message.append("\n  ").append(fault.line()));
    return error(message.toString(), faults.getFirst().loc());
  }

  static WireError notJson(JsonSyntax.Fault fault) {
    String loc = "body." + fault.offset();
    String line =
        "{'type': 'json_invalid', 'loc': '%s', 'msg': 'JSON decode error', 'input': '<dict of 0 items>', 'ctx': {'error': %s}}"
            .formatted(loc, string(fault.message()));
    return error("1 validation error:\n  " + line, loc);
  }

  static WireError notAnObject(JsonNode node) {
    return of(
        List.of(
            new Fault(
                "model_attributes_type",
                "body",
                "Input should be a valid dictionary or object to extract fields from",
                describe(node))));
  }

  /** A value as those messages show it: containers by size, strings shortened. */
  static String describe(JsonNode node) {
    if (node.isObject()) {
      return "'<dict of " + node.size() + " items>'";
    }
    if (node.isArray()) {
      return "'<list of " + node.size() + " items>'";
    }
    if (node.isTextual()) {
      String text = node.textValue();
      return string(text.length() > 64 ? text.substring(0, 64) + "..." : text);
    }
    if (node.isNull()) {
      return "None";
    }
    if (node.isBoolean()) {
      return node.booleanValue() ? "True" : "False";
    }
    return node.asText();
  }

  private static String string(String text) {
    return text.contains("'") && !text.contains("\"")
        ? "\"" + text + "\""
        : "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
  }

  private static WireError error(String message, String param) {
    return new WireError(400, "Bad Request", message, Optional.of(param));
  }
}
