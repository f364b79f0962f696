// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.llama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.conduit.engine.surface.spi.EngineException;
import dev.conduit.engine.surface.spi.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A JSON schema as a llama.cpp grammar (GBNF). Written here because the binding's own converter
 * ends the process over a schema that it does not understand; this one refuses it with a 400.
 *
 * <p>Kept: type (one or several), properties with required in their order, additionalProperties,
 * items, prefixItems, minItems and maxItems, minLength and maxLength, enum, const, anyOf, oneOf,
 * allOf of one, and local {@code $ref}. Numbers' ranges, patterns and formats are not kept by the
 * grammar: only {@code pattern} is refused, since ignoring it would be a broken promise; ranges and
 * formats are hints, as in OpenAI's API. White space is at most one space, so that a small model
 * cannot fill its answer with it.
 */
final class SchemaGrammar {

  private static final String SPACE = "space";
  private static final int MAX_DEPTH = 32;
  private static final int MAX_REPEAT = 256;
  private static final Map<String, String> BASICS =
      Map.of(
          SPACE,
          "\" \"?",
          "char",
          "[^\"\\\\\\x00-\\x1F\\x7F] | \"\\\\\" ([\"\\\\/bfnrt] | \"u\" [0-9a-fA-F]{4})",
          "string",
          "\"\\\"\" char* \"\\\"\"",
          "boolean",
          "\"true\" | \"false\"",
          "null",
          "\"null\"",
          "integer",
          "\"-\"? (\"0\" | [1-9] [0-9]{0,15})",
          "number",
          "\"-\"? (\"0\" | [1-9] [0-9]{0,15}) (\".\" [0-9]{1,16})? ([eE] [-+]? [0-9]{1,3})?",
          "value",
          "object | array | string | number | boolean | null",
          "object",
          "\"{\" space (string \":\" space value (\",\" space string \":\" space value)*)? \"}\"",
          "array",
          "\"[\" space (value (\",\" space value)*)? \"]\"");

  private final JsonNode document;
  private final Map<String, String> rules = new LinkedHashMap<>();
  private final Map<String, String> references = new HashMap<>();
  private int made;

  private SchemaGrammar(JsonNode document) {
    this.document = document;
  }

  /** The grammar; its root is one value of the schema. Throws {@link EngineException}. */
  static String of(JsonNode schema) {
    SchemaGrammar grammar = new SchemaGrammar(schema);
    grammar.rules.put("root", grammar.rule(schema, 0));
    StringBuilder text = new StringBuilder();
    grammar.rules.forEach(
        (name, body) -> text.append(name).append(" ::= ").append(body).append('\n'));
    return text.toString();
  }

  /** The grammar of any JSON object. */
  static String anyObject() {
    return of(JsonNodeFactory.instance.objectNode().put("type", "object"));
  }

  private String rule(JsonNode schema, int depth) {
    if (depth > MAX_DEPTH) {
      throw refuse("is nested deeper than " + MAX_DEPTH);
    }
    if (schema.isBoolean() && schema.booleanValue()) {
      return basic("value");
    }
    if (!schema.isObject()) {
      throw refuse("must be an object, got " + schema.getNodeType());
    }
    refuseUnkept(schema);
    if (schema.has("$ref")) {
      return reference(schema.path("$ref").asText(), depth);
    }
    if (schema.has("const")) {
      return literal(schema.path("const"));
    }
    if (schema.path("enum").isArray()) {
      return alternatives(texts(schema.path("enum")));
    }
    for (String any : List.of("anyOf", "oneOf")) {
      if (schema.path(any).isArray()) {
        return alternatives(rules(schema.path(any), depth));
      }
    }
    if (schema.path("allOf").isArray()) {
      if (schema.path("allOf").size() != 1) {
        throw refuse("has an allOf of several schemas: merge them into one");
      }
      return rule(schema.path("allOf").get(0), depth + 1);
    }
    return typed(schema, depth);
  }

  private String typed(JsonNode schema, int depth) {
    JsonNode type = schema.path("type");
    if (type.isArray()) {
      List<String> options = new ArrayList<>();
      type.forEach(t -> options.add(typed(schema, t.asText(), depth)));
      return alternatives(options);
    }
    if (type.isTextual()) {
      return typed(schema, type.textValue(), depth);
    }
    if (schema.has("properties") || schema.has("additionalProperties")) {
      return object(schema, depth);
    }
    return schema.has("items") || schema.has("prefixItems") ? array(schema, depth) : basic("value");
  }

  private String typed(JsonNode schema, String type, int depth) {
    return switch (type) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, depth);
      case "string" -> string(schema);
      case "integer", "number", "boolean", "null" -> basic(type);
      default -> throw refuse("has the unknown type '" + type + "'");
    };
  }

  private String object(JsonNode schema, int depth) {
    JsonNode properties = schema.path("properties");
    Set<String> required = new LinkedHashSet<>(strings(schema.path("required")));
    List<String> always = new ArrayList<>();
    List<String> maybe = new ArrayList<>();
    properties
        .properties()
        .forEach(
            e -> {
              String pair = literal(e.getKey()) + " \":\" space " + rule(e.getValue(), depth + 1);
              (required.contains(e.getKey()) ? always : maybe).add(add(pair));
            });
    for (String name : required) {
      if (!properties.has(name)) {
        always.add(add(literal(name) + " \":\" space " + basic("value")));
      }
    }
    basic(SPACE);
    JsonNode additional = schema.path("additionalProperties");
    boolean open = additional.isObject() || (properties.isEmpty() && !additional.isBoolean());
    if (open || (additional.isBoolean() && additional.booleanValue() && properties.isEmpty())) {
      String value = additional.isObject() ? rule(additional, depth + 1) : basic("value");
      maybe.add(
          add(
              basic("string")
                  + " \":\" space "
                  + value
                  + " (\",\" space string \":\" space "
                  + value
                  + ")*"));
    }
    return add("\"{\" space " + members(always, maybe) + " \"}\"");
  }

  /** Required members in their order, then any of the optional ones in theirs. */
  private String members(List<String> always, List<String> maybe) {
    String comma = " \",\" space ";
    String head = String.join(comma, always);
    if (maybe.isEmpty()) {
      return head;
    }
    if (!always.isEmpty()) {
      StringBuilder tail = new StringBuilder(head);
      maybe.forEach(member -> tail.append(" (\",\" space ").append(member).append(")?"));
      return tail.toString();
    }
    List<String> starts = new ArrayList<>();
    for (int first = 0; first < maybe.size(); first++) {
      StringBuilder from = new StringBuilder(maybe.get(first));
      maybe
          .subList(first + 1, maybe.size())
          .forEach(member -> from.append(" (\",\" space ").append(member).append(")?"));
      starts.add(from.toString());
    }
    return "(" + String.join(" | ", starts) + ")?";
  }

  private String array(JsonNode schema, int depth) {
    basic(SPACE);
    if (schema.path("prefixItems").isArray()) {
      List<String> items = rules(schema.path("prefixItems"), depth);
      return add("\"[\" space " + String.join(" \",\" space ", items) + " \"]\"");
    }
    String item = schema.has("items") ? rule(schema.path("items"), depth + 1) : basic("value");
    int least = bound(schema, "minItems", 0);
    int most = schema.has("maxItems") ? bound(schema, "maxItems", 0) : -1;
    if (most == 0) {
      return add("\"[\" space \"]\"");
    }
    String more = "(\",\" space " + item + ")";
    String rest =
        most < 0
            ? more + "{" + Math.max(least - 1, 0) + ",}"
            : more + "{" + Math.max(least - 1, 0) + "," + (most - 1) + "}";
    String body = item + " " + rest;
    return add("\"[\" space " + (least == 0 ? "(" + body + ")?" : body) + " \"]\"");
  }

  private String string(JsonNode schema) {
    if (!schema.has("minLength") && !schema.has("maxLength")) {
      return basic("string");
    }
    basic("string");
    int least = bound(schema, "minLength", 0);
    String most = schema.has("maxLength") ? Integer.toString(bound(schema, "maxLength", 0)) : "";
    return add("\"\\\"\" char{" + least + "," + most + "} \"\\\"\"");
  }

  private String reference(String ref, int depth) {
    String known = references.get(ref);
    if (known != null) {
      return known;
    }
    JsonNode target =
        ref.equals("#")
            ? document
            : ref.startsWith("#/") ? document.at(ref.substring(1)) : document.path("\0");
    if (target.isMissingNode()) {
      throw refuse("refers to " + ref + ", which is not in it");
    }
    String name = "ref-" + references.size();
    references.put(ref, name);
    rules.put(name, "");
    rules.put(name, rule(target, depth + 1));
    return name;
  }

  private static void refuseUnkept(JsonNode schema) {
    for (String keyword : List.of("pattern", "not", "if", "patternProperties", "contains")) {
      if (schema.has(keyword)) {
        throw refuse("uses " + keyword + ", which this engine cannot keep: leave it out");
      }
    }
  }

  private List<String> rules(JsonNode schemas, int depth) {
    List<String> rules = new ArrayList<>();
    schemas.forEach(schema -> rules.add(rule(schema, depth + 1)));
    return rules;
  }

  private static List<String> texts(JsonNode values) {
    List<String> texts = new ArrayList<>();
    values.forEach(value -> texts.add(literal(value)));
    return texts;
  }

  private static List<String> strings(JsonNode values) {
    List<String> strings = new ArrayList<>();
    values.forEach(value -> strings.add(value.asText()));
    return strings;
  }

  private String alternatives(List<String> options) {
    if (options.isEmpty()) {
      throw refuse("has an empty list of alternatives");
    }
    return add(String.join(" | ", options));
  }

  private String basic(String name) {
    if (!rules.containsKey(name)) {
      rules.put(name, BASICS.getOrDefault(name, ""));
      for (String other : BASICS.keySet()) {
        if (BASICS.getOrDefault(name, "").matches("(?s).*\\b" + other + "\\b.*")) {
          basic(other);
        }
      }
    }
    return name;
  }

  private String add(String body) {
    String name = "r-" + made++;
    rules.put(name, body);
    return name;
  }

  private static int bound(JsonNode schema, String name, int fallback) {
    int value = schema.path(name).asInt(fallback);
    if (value < 0 || value > MAX_REPEAT) {
      throw refuse("has " + name + " " + value + ": this engine keeps 0 to " + MAX_REPEAT);
    }
    return value;
  }

  private static String literal(JsonNode value) {
    return Grammars.literal(value.toString());
  }

  private static String literal(String key) {
    return literal(JsonNodeFactory.instance.textNode(key));
  }

  private static EngineException refuse(String what) {
    return new EngineException(new Failure.Invalid("the JSON schema " + what, "response_format"));
  }
}
