// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Makes up JSON values that are valid under a schema: small ones, since they are generated token by
 * token. Keywords that it cannot keep are {@link Unsatisfiable}, never ignored.
 */
final class JsonInstance {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Beyond it only what is required appears, so that recursive schemas end. */
  private static final int DEPTH_OF_EXTRAS = 3;

  private static final int MAX_DEPTH = 40;
  private static final int UNIQUE_ATTEMPTS = 100;

  private static final Set<String> BEYOND_US =
      Set.of(
          "not",
          "if",
          "dependentRequired",
          "dependentSchemas",
          "dependencies",
          "contains",
          "propertyNames",
          "patternProperties",
          "$dynamicRef",
          "$recursiveRef");

  private final SchemaNode schemas;
  private final SplittableRandom random;
  private final JsonScalars scalars;

  private JsonInstance(JsonNode root, SplittableRandom random) {
    this.schemas = new SchemaNode(root);
    this.random = random;
    this.scalars = new JsonScalars(random);
  }

  /**
   * A value that is valid under the schema.
   *
   * @throws Unsatisfiable when the schema has a keyword that is not kept, or contradicts itself
   */
  static JsonNode of(JsonNode schema, SplittableRandom random) {
    return new JsonInstance(schema, random).value(schema, 0);
  }

  private JsonNode value(JsonNode given, int depth) {
    if (depth > MAX_DEPTH) {
      throw new Unsatisfiable("the schema has no finite value");
    }
    if (given.isBoolean()) {
      return anything(given);
    }
    ObjectNode schema = alternative(schemas.flatten(given), depth);
    schema.fieldNames().forEachRemaining(JsonInstance::requireKnown);
    if (schema.has("const")) {
      return schema.get("const");
    }
    if (schema.path("enum").isArray()) {
      return oneOf(schema.get("enum"));
    }
    return switch (type(schema)) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, depth);
      case "string" -> scalars.string(schema);
      case "integer" -> scalars.integer(schema);
      case "number" -> scalars.number(schema);
      case "boolean" -> JSON.booleanNode(random.nextBoolean());
      case "null" -> JSON.nullNode();
      default -> throw new Unsatisfiable("the schema's type %s is unknown".formatted(type(schema)));
    };
  }

  private static JsonNode anything(JsonNode allowed) {
    if (!allowed.booleanValue()) {
      throw new Unsatisfiable("the schema false allows no value");
    }
    return JSON.textNode("simulated");
  }

  /** One of anyOf or oneOf taken, with what stands beside it; deep down the simplest. */
  private ObjectNode alternative(ObjectNode schema, int depth) {
    ObjectNode chosen = schema;
    for (String keyword : List.of("anyOf", "oneOf")) {
      if (chosen.path(keyword) instanceof ArrayNode options && !options.isEmpty()) {
        ObjectNode rest = chosen.deepCopy();
        rest.remove(keyword);
        JsonNode option = depth > DEPTH_OF_EXTRAS ? schemas.simplest(options) : oneOf(options);
        chosen = alternative(schemas.merge(rest, option), depth);
      }
    }
    return chosen;
  }

  private static void requireKnown(String keyword) {
    if (BEYOND_US.contains(keyword)) {
      throw new Unsatisfiable("the simulator cannot keep the schema keyword " + keyword);
    }
  }

  private String type(ObjectNode schema) {
    JsonNode type = schema.path("type");
    if (type instanceof ArrayNode types && !types.isEmpty()) {
      return oneOf(types).asText();
    }
    if (type.isTextual()) {
      return type.textValue();
    }
    if (schema.has("properties") || schema.has("required")) {
      return "object";
    }
    if (schema.has("items") || schema.has("prefixItems")) {
      return "array";
    }
    boolean numeric =
        List.of("minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum").stream()
            .anyMatch(schema::has);
    return numeric ? "number" : "string";
  }

  private ObjectNode object(ObjectNode schema, int depth) {
    ObjectNode result = JSON.objectNode();
    Set<String> required = new LinkedHashSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    JsonNode properties = schema.path("properties");
    properties
        .properties()
        .forEach(
            property -> {
              if (required.contains(property.getKey()) || depth < DEPTH_OF_EXTRAS - 1) {
                result.set(property.getKey(), value(property.getValue(), depth + 1));
              }
            });
    for (String name : required) {
      if (!result.has(name)) {
        result.set(name, additional(schema, depth));
      }
    }
    int most = schema.path("maxProperties").asInt(Integer.MAX_VALUE);
    List<String> names = new ArrayList<>();
    result.fieldNames().forEachRemaining(names::add);
    names.reversed().stream()
        .filter(name -> !required.contains(name))
        .limit(Math.max(0, names.size() - most))
        .forEach(result::remove);
    for (int i = 1; result.size() < schema.path("minProperties").asInt(0); i++) {
      result.set("key" + i, additional(schema, depth));
    }
    return result;
  }

  private JsonNode additional(ObjectNode schema, int depth) {
    JsonNode additional = schema.path("additionalProperties");
    return additional.isMissingNode() ? JSON.textNode("simulated") : value(additional, depth + 1);
  }

  private ArrayNode array(ObjectNode schema, int depth) {
    ArrayNode result = JSON.arrayNode();
    JsonNode prefix = schema.path("prefixItems");
    JsonNode items = schema.path("items");
    int min = schema.path("minItems").asInt(depth > DEPTH_OF_EXTRAS ? 0 : prefix.isEmpty() ? 1 : 0);
    int max = schema.path("maxItems").asInt(Integer.MAX_VALUE);
    prefix.forEach(item -> result.add(value(item, depth + 1)));
    boolean unique = schema.path("uniqueItems").asBoolean();
    boolean closed = items.isBoolean() && !items.booleanValue();
    int wanted = closed ? result.size() : Math.min(max, Math.max(min, result.size()));
    for (int tries = 0; result.size() < wanted; tries++) {
      JsonNode next =
          items.isMissingNode() ? JSON.textNode("simulated" + tries) : value(items, depth + 1);
      if (!unique || !contains(result, next)) {
        result.add(next);
      } else if (tries > UNIQUE_ATTEMPTS) {
        throw new Unsatisfiable("the schema's array has too few different items");
      }
    }
    while (result.size() > max) {
      result.remove(result.size() - 1);
    }
    return result;
  }

  private static boolean contains(ArrayNode array, JsonNode value) {
    for (JsonNode item : array) {
      if (item.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private JsonNode oneOf(JsonNode options) {
    if (options.isEmpty()) {
      throw new Unsatisfiable("the schema has an empty list of alternatives");
    }
    return options.get(random.nextInt(options.size()));
  }
}
