// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares keys and JSON types all the way down, not values.
 *
 * <p>A recorded null allows any value there; a recorded empty array allows any elements. Elements
 * are compared with the recorded one at their place, those beyond with the last. A whole number
 * must stay one. Keys that were not recorded are a difference too: strict clients refuse them.
 *
 * @param nullable paths, such as {@code choices[].message.content}, that may also be null
 */
public record JsonShape(Set<String> nullable) implements Check {
  public JsonShape {
    nullable = Set.copyOf(nullable);
  }

  public static JsonShape strict() {
    return new JsonShape(Set.of());
  }

  @Override
  public List<String> differences(Exchange exchange) {
    return compare(exchange.recorded().json(), exchange.answer().json());
  }

  /** The differences between two values, with their paths. */
  public List<String> compare(JsonNode recorded, JsonNode actual) {
    List<String> differences = new ArrayList<>();
    compare("", recorded, actual, differences);
    return differences;
  }

  private void compare(String path, JsonNode recorded, JsonNode actual, List<String> differences) {
    if (recorded.isNull() || (actual.isNull() && nullable.contains(path))) {
      return;
    }
    String expectedKind = kind(recorded);
    String actualKind = kind(actual);
    boolean widened = expectedKind.equals("number") && actualKind.equals("whole number");
    if (!expectedKind.equals(actualKind) && !widened) {
      differences.add("%s: expected %s, was %s".formatted(name(path), expectedKind, actualKind));
      return;
    }
    if (recorded.isObject()) {
      compareObjects(path, recorded, actual, differences);
    } else if (recorded.isArray()) {
      compareArrays(path, recorded, actual, differences);
    }
  }

  private void compareObjects(
      String path, JsonNode recorded, JsonNode actual, List<String> differences) {
    for (Map.Entry<String, JsonNode> entry : recorded.properties()) {
      String child = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
      if (actual.has(entry.getKey())) {
        compare(child, entry.getValue(), actual.path(entry.getKey()), differences);
      } else {
        differences.add(child + ": missing");
      }
    }
    for (Map.Entry<String, JsonNode> entry : actual.properties()) {
      if (!recorded.has(entry.getKey())) {
        differences.add("%s: unexpected key %s".formatted(name(path), entry.getKey()));
      }
    }
  }

  private void compareArrays(
      String path, JsonNode recorded, JsonNode actual, List<String> differences) {
    if (recorded.isEmpty()) {
      return;
    }
    if (actual.isEmpty()) {
      differences.add("%s: expected elements, was empty".formatted(name(path)));
    }
    for (int i = 0; i < actual.size(); i++) {
      JsonNode expected = recorded.path(Math.min(i, recorded.size() - 1));
      compare(path + "[]", expected, actual.path(i), differences);
    }
  }

  private static String name(String path) {
    return path.isEmpty() ? "the body" : path;
  }

  private static String kind(JsonNode node) {
    if (node.isIntegralNumber()) {
      return "whole number";
    }
    return switch (node.getNodeType()) {
      case OBJECT -> "object";
      case ARRAY -> "array";
      case STRING -> "string";
      case NUMBER -> "number";
      case BOOLEAN -> "boolean";
      case NULL -> "null";
      case MISSING, BINARY, POJO -> "no JSON";
    };
  }
}
