// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.conduit.engine.surface.ValidationErrors.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Reads typed fields of a request body and collects what is wrong, so that a client hears of all
 * its mistakes at once from {@link #check}. An absent field and a JSON null are the same; fields
 * that nobody reads are accepted, as vLLM accepts them.
 */
final class Fields {

  private final ObjectNode node;
  private final String path;
  private final List<Fault> faults;

  private Fields(ObjectNode node, String path, List<Fault> faults) {
    this.node = node;
    this.path = path;
    this.faults = faults;
  }

  static Fields of(ObjectNode body) {
    return new Fields(body, "body", new ArrayList<>());
  }

  /** Throws a {@link Refusal} that lists every fault so far. */
  void check() {
    if (!faults.isEmpty()) {
      throw new Refusal(ValidationErrors.of(faults));
    }
  }

  Optional<JsonNode> any(String name) {
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  /** The field, or a fault {@code missing}. */
  Optional<JsonNode> required(String name) {
    Optional<JsonNode> value = Optional.ofNullable(node.get(name));
    if (value.isEmpty()) {
      faults.add(
          new Fault("missing", loc(name), "Field required", ValidationErrors.describe(node)));
    }
    return value;
  }

  Optional<String> string(String name) {
    return any(name)
        .filter(
            v -> v.isTextual() || fault(name, "string_type", "Input should be a valid string", v))
        .map(JsonNode::textValue);
  }

  boolean bool(String name, boolean fallback) {
    return any(name)
        .filter(
            v -> v.isBoolean() || fault(name, "bool_type", "Input should be a valid boolean", v))
        .map(JsonNode::booleanValue)
        .orElse(fallback);
  }

  OptionalDouble number(String name) {
    Optional<JsonNode> value = any(name);
    if (value.isEmpty()) {
      return OptionalDouble.empty();
    }
    JsonNode v = value.get();
    if (v.isNumber()) {
      return OptionalDouble.of(v.doubleValue());
    }
    if (v.isTextual()) {
      try {
        return OptionalDouble.of(Double.parseDouble(v.textValue().strip()));
      } catch (NumberFormatException e) {
        fault(
            name,
            "float_parsing",
            "Input should be a valid number, unable to parse string as a number",
            v);
        return OptionalDouble.empty();
      }
    }
    fault(name, "float_type", "Input should be a valid number", v);
    return OptionalDouble.empty();
  }

  OptionalLong whole(String name) {
    Optional<JsonNode> value = any(name);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    JsonNode v = value.get();
    if (v.isNumber() && v.canConvertToLong() && v.doubleValue() == Math.rint(v.doubleValue())) {
      return OptionalLong.of(v.longValue());
    }
    if (v.isNumber()) {
      fault(
          name,
          "int_from_float",
          "Input should be a valid integer, got a number with a fractional part",
          v);
      return OptionalLong.empty();
    }
    if (v.isTextual()) {
      try {
        return OptionalLong.of(Long.parseLong(v.textValue().strip()));
      } catch (NumberFormatException e) {
        fault(
            name,
            "int_parsing",
            "Input should be a valid integer, unable to parse string as an integer",
            v);
        return OptionalLong.empty();
      }
    }
    fault(name, "int_type", "Input should be a valid integer", v);
    return OptionalLong.empty();
  }

  OptionalInt integer(String name) {
    OptionalLong value = whole(name);
    return value.isPresent()
        ? OptionalInt.of(Math.clamp(value.getAsLong(), Integer.MIN_VALUE, Integer.MAX_VALUE))
        : OptionalInt.empty();
  }

  Optional<ArrayNode> array(String name) {
    return any(name)
        .filter(v -> v.isArray() || fault(name, "list_type", "Input should be a valid list", v))
        .map(ArrayNode.class::cast);
  }

  /** A nested object's fields; faults land in the same list. */
  Optional<Fields> object(String name) {
    return any(name)
        .filter(
            v -> v.isObject() || fault(name, "dict_type", "Input should be a valid dictionary", v))
        .map(v -> new Fields((ObjectNode) v, loc(name), faults));
  }

  ObjectNode node() {
    return node;
  }

  /** Notes a fault; always false, so that it ends a filter. */
  boolean fault(String name, String type, String message, JsonNode input) {
    faults.add(new Fault(type, loc(name), message, ValidationErrors.describe(input)));
    return false;
  }

  private String loc(String name) {
    return path + "." + name;
  }
}
