// SPDX-License-Identifier: Apache-2.0
package dev.conduit.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Checks a value by a structural schema and fills in its defaults, as the API server does on a
 * create. Messages start in the API server's words; a hint may follow in parentheses.
 */
final class SchemaCheck {
  private final FieldReport report;
  private final Map<String, String> words;

  /**
   * @param words that YAML read as something else, by path
   */
  SchemaCheck(FieldReport report, Map<String, String> words) {
    this.report = report;
    this.words = words;
  }

  /** Reports all problems of {@code value} and, for objects, sets the defaults of absent fields. */
  void check(String path, JsonNode schema, JsonNode value) {
    if (!typeMatches(schema, value)) {
      wrongType(path, schema, value);
      return;
    }
    switch (value) {
      case ObjectNode object -> object(path, schema, object);
      case JsonNode array when array.isArray() -> array(path, schema, array);
      case JsonNode text when text.isTextual() -> text(path, schema, text.asText());
      case JsonNode number when number.isNumber() -> number(path, schema, number);
      default -> {
        // booleans, and anything where the schema preserves unknown fields: nothing to check
      }
    }
  }

  private void object(String path, JsonNode schema, ObjectNode object) {
    JsonNode properties = schema.path("properties");
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      JsonNode fallback = property.getValue().path("default");
      if (!object.has(property.getKey()) && !fallback.isMissingNode()) {
        object.set(property.getKey(), fallback);
      }
    }
    for (JsonNode name : schema.path("required")) {
      if (object.path(name.asText()).isMissingNode() || object.path(name.asText()).isNull()) {
        report.problem(join(path, name.asText()), "Required value");
      }
    }
    JsonNode additional = schema.path("additionalProperties");
    boolean open = schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
    List<String> nulls = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String at = join(path, field.getKey());
      JsonNode fieldSchema = properties.path(field.getKey());
      if (!fieldSchema.isMissingNode() && field.getValue().isNull()) {
        nulls.add(field.getKey()); // as absent: the API server drops nulls of non-nullable fields
      } else if (!fieldSchema.isMissingNode()) {
        check(at, fieldSchema, field.getValue());
      } else if (additional.isObject()) {
        check(at, additional, field.getValue());
      } else if (!open) {
        unknown(at, field.getKey(), properties);
      }
    }
    object.remove(nulls);
  }

  private void unknown(String at, String name, JsonNode properties) {
    List<String> known = new ArrayList<>();
    properties.fieldNames().forEachRemaining(known::add);
    String hint =
        Spelling.nearest(name, known)
            .map(near -> "did you mean \"" + near + "\"?")
            .orElse("known here: " + String.join(", ", known));
    report.problem(at, "unknown field \"" + at + "\" (" + hint + ")");
  }

  private void array(String path, JsonNode schema, JsonNode array) {
    int most = schema.path("maxItems").asInt(Integer.MAX_VALUE);
    int least = schema.path("minItems").asInt(0);
    if (array.size() > most) {
      report.problem(path, "Too many: " + array.size() + ": must have at most " + most + " items");
    }
    if (array.size() < least) {
      report.problem(
          path,
          "Invalid value: %d: %s in body should have at least %d items%s"
              .formatted(array.size(), path, least, emptied(schema, array)));
    }
    for (int i = 0; i < array.size(); i++) {
      check(path + "[" + i + "]", schema.path("items"), array.get(i));
    }
  }

  /**
   * An empty list reads like "nothing" and would mean "everything"; the schema tells them apart.
   */
  private static String emptied(JsonNode schema, JsonNode array) {
    return array.isEmpty() && schema.path("description").asText().contains("Default: all")
        ? " (leave the field out for all)"
        : "";
  }

  private void text(String path, JsonNode schema, String text) {
    JsonNode allowed = schema.path("enum");
    if (allowed.isArray() && allowed.valueStream().noneMatch(one -> one.asText().equals(text))) {
      List<String> names = allowed.valueStream().map(JsonNode::asText).toList();
      report.problem(
          path,
          "Unsupported value: \"%s\": supported values: %s%s"
              .formatted(
                  text,
                  names.stream().map(n -> '"' + n + '"').collect(Collectors.joining(", ")),
                  Spelling.nearest(text, names)
                      .map(near -> " (did you mean \"" + near + "\"?)")
                      .orElse("")));
      return;
    }
    int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
    int length = text.codePointCount(0, text.length());
    if (length > most) {
      report.problem(path, "Too long: may not be more than " + most + " bytes");
      return; // as the API server: one problem per string
    }
    int least = schema.path("minLength").asInt(0);
    if (length < least) {
      report.problem(
          path,
          "Invalid value: \"%s\": %s in body should be at least %d chars long"
              .formatted(text, path, least));
      return;
    }
    String pattern = schema.path("pattern").asText("");
    if (!pattern.isEmpty() && !Pattern.compile(pattern).matcher(text).find()) {
      report.problem(
          path,
          "Invalid value: \"%s\": %s in body should match '%s'%s"
              .formatted(text, path, pattern, example(schema)));
    }
  }

  private void number(String path, JsonNode schema, JsonNode number) {
    JsonNode least = schema.path("minimum");
    if (least.isNumber() && number.asDouble() < least.asDouble()) {
      bound(path, number, "greater than or equal to", least);
    }
    JsonNode most = schema.path("maximum");
    if (most.isNumber() && number.asDouble() > most.asDouble()) {
      bound(path, number, "less than or equal to", most);
    }
  }

  private void bound(String path, JsonNode number, String words, JsonNode bound) {
    double value = bound.asDouble();
    String plain = value == Math.rint(value) ? Long.toString((long) value) : bound.asText();
    report.problem(
        path,
        "Invalid value: %s: %s in body should be %s %s"
            .formatted(number.asText(), path, words, plain));
  }

  private void wrongType(String path, JsonNode schema, JsonNode value) {
    String given = typeName(value);
    String wanted = schema.path("type").asText();
    String hint =
        wanted.equals("string") && value.isValueNode() && !value.isNull()
            ? " (" + quoted(path, value) + ")"
            : "";
    report.problem(
        path,
        "Invalid value: \"%s\": %s in body must be of type %s: \"%s\"%s"
            .formatted(given, path, wanted, given, hint));
  }

  private String quoted(String path, JsonNode value) {
    String word = words.getOrDefault(path, value.asText());
    String why =
        word.equals(value.asText()) ? "" : "YAML reads " + word + " as " + value.asText() + "; ";
    return why + "write it in quotes: \"" + word + "\"";
  }

  private static boolean typeMatches(JsonNode schema, JsonNode value) {
    return switch (schema.path("type").asText("")) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> isInteger(value);
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      default -> true; // a schema without a type takes anything
    };
  }

  /** A number beyond 64 bits is a floating-point number to the API server. */
  private static boolean isInteger(JsonNode value) {
    return value.isIntegralNumber() && value.canConvertToLong();
  }

  private static String typeName(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT, POJO -> "object";
      case ARRAY -> "array";
      case STRING, BINARY -> "string";
      case BOOLEAN -> "boolean";
      case NULL, MISSING -> "null";
      case NUMBER -> isInteger(value) ? "integer" : "number";
    };
  }

  /** Durations are what people get wrong most; the pattern alone does not help them. */
  private static String example(JsonNode schema) {
    return schema.path("pattern").asText().contains("(ms|s|m|h)")
        ? " (a duration such as 500ms, 30s or 1h30m)"
        : "";
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
