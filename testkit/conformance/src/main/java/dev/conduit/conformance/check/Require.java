// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Predicate;

/**
 * A rule on one value of the body, where shape is not enough.
 *
 * @param pointer JSON pointer, for example {@code /usage/total_tokens}
 * @param rule what must hold, in words
 */
public record Require(String pointer, String rule, Predicate<JsonNode> holds) implements Check {

  /** A string that equals one of these. */
  public static Require oneOf(String pointer, String... values) {
    List<String> allowed = List.of(values);
    return new Require(
        pointer, "one of " + allowed, node -> node.isTextual() && allowed.contains(node.asText()));
  }

  /** A string with this beginning and something after it. */
  public static Require prefix(String pointer, String prefix) {
    return new Require(
        pointer,
        "starting with " + prefix,
        node -> node.asText().startsWith(prefix) && node.asText().length() > prefix.length());
  }

  /** A number in a range, both ends included. */
  public static Require between(String pointer, int low, int high) {
    return new Require(
        pointer,
        "between %d and %d".formatted(low, high),
        node -> node.isNumber() && node.asInt() >= low && node.asInt() <= high);
  }

  /** An array of so many elements. */
  public static Require size(String pointer, int size) {
    return new Require(pointer, size + " elements", node -> node.isArray() && node.size() == size);
  }

  @Override
  public List<String> differences(Exchange exchange) {
    return differences(exchange.answer().json());
  }

  /** The same on any JSON, for chunks of a stream. */
  public List<String> differences(JsonNode body) {
    JsonNode node = body.at(pointer);
    return holds.test(node)
        ? List.of()
        : List.of("%s: expected %s, was %s".formatted(pointer, rule, node));
  }
}
