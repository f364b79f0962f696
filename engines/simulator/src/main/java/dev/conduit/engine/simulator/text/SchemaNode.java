// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.text;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A schema document: resolves references into it and melts {@code allOf} into one schema.
 *
 * @param root the whole document
 */
record SchemaNode(JsonNode root) {

  private static final int MAX_REFERENCES = 64;

  /** The schema without {@code $ref} and {@code allOf}. */
  ObjectNode flatten(JsonNode given) {
    return flatten(given, 0);
  }

  private ObjectNode flatten(JsonNode given, int references) {
    if (references > MAX_REFERENCES) {
      throw new Unsatisfiable("the schema refers to itself without end");
    }
    if (given.isBoolean() && given.booleanValue()) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (!(given instanceof ObjectNode schema)) {
      throw new Unsatisfiable("a schema must be an object, was " + given.getNodeType());
    }
    ObjectNode flat = schema.deepCopy();
    JsonNode reference = flat.path("$ref");
    JsonNode parts = flat.path("allOf");
    flat.remove(List.of("$ref", "allOf"));
    if (reference.isTextual()) {
      flat = merge(flat, flatten(resolve(reference.textValue()), references + 1));
    }
    for (JsonNode part : parts) {
      flat = merge(flat, flatten(part, references + 1));
    }
    return flat;
  }

  /** Both schemas at once: properties and required together, other keywords of the second win. */
  ObjectNode merge(ObjectNode first, JsonNode second) {
    ObjectNode merged = first.deepCopy();
    flatten(second)
        .properties()
        .forEach(
            entry -> {
              JsonNode there = merged.path(entry.getKey());
              merged.set(entry.getKey(), together(entry.getKey(), there, entry.getValue()));
            });
    return merged;
  }

  /** The alternative that refers to nothing, or the first. */
  JsonNode simplest(ArrayNode options) {
    for (JsonNode option : options) {
      if (!option.toString().contains("\"$ref\"")) {
        return option;
      }
    }
    return options.get(0);
  }

  private static JsonNode together(String keyword, JsonNode first, JsonNode second) {
    if (first.isMissingNode()) {
      return second;
    }
    return switch (keyword) {
      case "properties" -> ((ObjectNode) first.deepCopy()).setAll((ObjectNode) second);
      case "required" -> union(first, second);
      case "minimum", "minLength", "minItems", "minProperties" ->
          first.asDouble() > second.asDouble() ? first : second;
      case "maximum", "maxLength", "maxItems", "maxProperties" ->
          first.asDouble() < second.asDouble() ? first : second;
      default -> second;
    };
  }

  private static ArrayNode union(JsonNode first, JsonNode second) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    Set<JsonNode> seen = new HashSet<>();
    for (JsonNode list : new JsonNode[] {first, second}) {
      list.forEach(
          item -> {
            if (seen.add(item)) {
              all.add(item);
            }
          });
    }
    return all;
  }

  private JsonNode resolve(String reference) {
    if (!reference.startsWith("#")) {
      throw new Unsatisfiable("the schema refers to another document: " + reference);
    }
    String pointer = URLDecoder.decode(reference.substring(1), StandardCharsets.UTF_8);
    JsonNode target =
        pointer.isEmpty() || pointer.startsWith("/")
            ? find(root, JsonPointer.compile(pointer))
            : JsonNodeFactory.instance.missingNode();
    if (target.isMissingNode()) {
      throw new Unsatisfiable("the schema refers to nothing: " + reference);
    }
    return target;
  }

  /**
   * What a pointer names in the document, else in the first schema within it where it names
   * something: a tool's parameters are such a document inside another.
   */
  private static JsonNode find(JsonNode node, JsonPointer pointer) {
    JsonNode target = node.at(pointer);
    for (JsonNode child : node) {
      target = target.isMissingNode() && child.isContainerNode() ? find(child, pointer) : target;
    }
    return target;
  }
}
