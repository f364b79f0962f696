// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.cascade;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * How large a JSON Schema is with each reference written out. Forty definitions of which each
 * refers twice to the next are a trillion, and a validator walks them all.
 */
final class SchemaSize {
  private static final int MOST_NODES = 10_000;
  private static final int DEEPEST = 400;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What is no schema, or is looked at only where something refers to it. */
  private static final Set<String> PASSED_OVER =
      Set.of("$defs", "definitions", "enum", "const", "default", "examples");

  /** Whose fields are names of the caller's, with a schema each. */
  private static final Set<String> NAMES =
      Set.of("properties", "patternProperties", "dependentSchemas");

  private final JsonNode root;
  private final Set<JsonNode> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private int nodes;

  private SchemaSize(JsonNode root) {
    this.root = root;
  }

  static boolean isBounded(String schema) {
    try {
      JsonNode root = JSON.readTree(schema);
      return new SchemaSize(root).count(root, 0, false);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a schema that was found valid JSON is not", e);
    }
  }

  /** False when there are too many. A reference to what is being counted ends there. */
  private boolean count(JsonNode node, int depth, boolean isNames) {
    if (++nodes > MOST_NODES || depth > DEEPEST) {
      return false;
    }
    if (!node.isContainerNode() || !open.add(node)) {
      return true;
    }
    boolean isBounded = true;
    if (node.isObject()) {
      for (var field : node.properties()) {
        isBounded = isBounded && ofField(field.getKey(), field.getValue(), depth, isNames);
      }
    } else {
      for (JsonNode element : node) {
        isBounded = isBounded && count(element, depth + 1, false);
      }
    }
    open.remove(node);
    return isBounded;
  }

  private boolean ofField(String name, JsonNode value, int depth, boolean isName) {
    if (isName) {
      return count(value, depth + 1, false);
    }
    if (PASSED_OVER.contains(name)) {
      return true;
    }
    boolean isReference = name.equals("$ref") || name.equals("$dynamicRef");
    JsonNode schema = isReference && value.isTextual() ? target(value.asText()) : value;
    return count(schema, depth + 1, NAMES.contains(name));
  }

  private JsonNode target(String reference) {
    boolean isPointer = reference.startsWith("#/");
    return isPointer ? root.at(JsonPointer.compile(reference.substring(1))) : root;
  }
}
