// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import com.fasterxml.jackson.databind.JsonNode;
import dev.conduit.engine.surface.spi.Constraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code response_format} and vLLM's {@code structured_outputs} (with its older {@code
 * guided_*} names).
 */
final class Constraints {

  private Constraints() {}

  static Constraint read(Fields fields) {
    Optional<Fields> format = fields.object("response_format");
    if (format.isPresent()) {
      return responseFormat(format.get());
    }
    Optional<Fields> structured = fields.object("structured_outputs");
    return structured.map(s -> structured(s, "")).orElseGet(() -> structured(fields, "guided_"));
  }

  private static Constraint responseFormat(Fields format) {
    format.required("type");
    String type = format.string("type").orElse("text");
    return switch (type) {
      case "text" -> new Constraint.None();
      case "json_object" -> new Constraint.AnyJson();
      case "json_schema" -> {
        format.required("json_schema");
        Optional<JsonNode> schema = format.object("json_schema").flatMap(s -> schema(s));
        yield schema.<Constraint>map(Constraint.Schema::new).orElseGet(Constraint.AnyJson::new);
      }
      default -> {
        format.fault(
            "type",
            "literal_error",
            "Input should be text, json_object or json_schema",
            format.node().path("type"));
        yield new Constraint.None();
      }
    };
  }

  private static Optional<JsonNode> schema(Fields wrapper) {
    return wrapper
        .any("schema")
        .filter(
            s ->
                s.isObject()
                    || wrapper.fault(
                        "schema", "dict_type", "Input should be a valid dictionary", s));
  }

  private static Constraint structured(Fields fields, String prefix) {
    Optional<JsonNode> json = fields.any(prefix + "json");
    if (json.isPresent()) {
      return new Constraint.Schema(parsed(json.get(), prefix + "json"));
    }
    Optional<String> regex = fields.string(prefix + "regex");
    if (regex.isPresent()) {
      return new Constraint.Regex(regex.get());
    }
    Optional<String> grammar = fields.string(prefix + "grammar");
    if (grammar.isPresent()) {
      return new Constraint.Grammar(grammar.get());
    }
    List<String> options = new ArrayList<>();
    fields.array(prefix + "choice").ifPresent(a -> a.forEach(o -> options.add(o.asText())));
    return options.isEmpty() ? new Constraint.None() : new Constraint.Choice(options);
  }

  /** vLLM takes a schema as an object or as a string that holds one. */
  private static JsonNode parsed(JsonNode schema, String name) {
    if (!schema.isTextual()) {
      return schema;
    }
    try {
      return Json.MAPPER.readTree(schema.textValue());
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw AskReader.refuse(name, name + " is not valid JSON: " + e.getOriginalMessage());
    }
  }
}
