// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.conduit.engine.surface.spi.Constraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a request wants of tools: none, the model's choice, or one call for certain.
 *
 * @param shown the tools that the prompt shows
 * @param forced the functions of which one must be called; empty when none must
 */
record ToolPlan(Optional<ArrayNode> shown, List<JsonNode> forced) {

  ToolPlan {
    forced = List.copyOf(forced);
  }

  static final ToolPlan NONE = new ToolPlan(Optional.empty(), List.of());

  /** Reads {@code tools} and {@code tool_choice}. */
  static ToolPlan read(Fields fields, boolean autoOffered) {
    Optional<ArrayNode> tools = fields.array("tools").filter(list -> !list.isEmpty());
    Optional<JsonNode> choice = fields.any("tool_choice");
    fields.check();
    String word = choice.filter(JsonNode::isTextual).map(JsonNode::textValue).orElse("");
    if (tools.isEmpty()) {
      if (word.equals("required") || choice.filter(JsonNode::isObject).isPresent()) {
        throw AskReader.refuse("tool_choice", "When using `tool_choice`, `tools` must be set.");
      }
      return NONE;
    }
    ArrayNode shown = tools.get();
    List<JsonNode> functions = functions(shown);
    if (choice.isPresent() && choice.get().isObject()) {
      return new ToolPlan(tools, List.of(named(functions, choice.get())));
    }
    return switch (word) {
      case "none" -> NONE;
      case "required" -> new ToolPlan(tools, functions);
      case "", "auto" -> auto(shown, autoOffered);
      default ->
          throw AskReader.refuse(
              "tool_choice",
              "tool_choice must be none, auto, required or a named function, got " + word + ".");
    };
  }

  boolean isForced() {
    return !forced.isEmpty();
  }

  boolean isActive() {
    return shown.isPresent();
  }

  /** A forced call as a grammar: name and arguments of one of the functions. */
  Constraint constraint(Constraint otherwise) {
    if (forced.isEmpty()) {
      return otherwise;
    }
    if (forced.size() == 1) {
      return new Constraint.Schema(schema(forced.getFirst()));
    }
    ObjectNode any = Json.object();
    forced.forEach(function -> any.withArray("/anyOf").add(schema(function)));
    return new Constraint.Schema(any);
  }

  private static ToolPlan auto(ArrayNode tools, boolean offered) {
    if (!offered) {
      throw AskReader.refuse(
          "tool_choice",
          "\"auto\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be"
              + " set");
    }
    return new ToolPlan(Optional.of(tools), List.of());
  }

  private static List<JsonNode> functions(ArrayNode tools) {
    List<JsonNode> functions = new ArrayList<>();
    for (int i = 0; i < tools.size(); i++) {
      JsonNode function = tools.get(i).path("function");
      if (!function.path("name").isTextual() || function.path("name").textValue().isEmpty()) {
        String path = "tools." + i + ".function.name";
        throw AskReader.refuse(path, path + " is required.");
      }
      JsonNode parameters = function.path("parameters");
      if (!parameters.isMissingNode() && !parameters.isNull() && !parameters.isObject()) {
        String path = "tools." + i + ".function.parameters";
        throw AskReader.refuse(path, path + " must be a JSON schema object.");
      }
      functions.add(function);
    }
    return functions;
  }

  private static JsonNode named(List<JsonNode> functions, JsonNode choice) {
    String name = choice.path("function").path("name").asText("");
    return functions.stream()
        .filter(function -> function.path("name").textValue().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                AskReader.refuse(
                    "tool_choice",
                    "The tool specified in `tool_choice` does not match any of the specified"
                        + " `tools`: "
                        + name));
  }

  private static ObjectNode schema(JsonNode function) {
    ObjectNode schema = Json.object().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    properties.putObject("name").put("const", function.path("name").textValue());
    JsonNode parameters = function.path("parameters");
    properties.set(
        "arguments", parameters.isObject() ? parameters : Json.object().put("type", "object"));
    schema.putArray("required").add("name").add("arguments");
    return schema.put("additionalProperties", false);
  }
}
