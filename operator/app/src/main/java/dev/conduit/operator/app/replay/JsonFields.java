// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of a JSON object, values as they are written: a body goes on byte by byte as it was
 * sent. A {@code null} counts as not there.
 *
 * @param values by name, each JSON
 */
record JsonFields(Map<String, byte[]> values) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final byte[] NOTHING = {};
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

  static final JsonFields NONE = new JsonFields(Map.of());

  /**
   * @throws JsonProcessingException when it is no JSON object and nothing else
   */
  static JsonFields of(byte[] json) throws IOException {
    Map<String, byte[]> values = new LinkedHashMap<>();
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new JsonParseException(parser, "no JSON object");
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int to = (int) parser.currentLocation().getByteOffset();
        if (token != JsonToken.VALUE_NULL) {
          values.put(name, Arrays.copyOfRange(json, from, to));
        }
      }
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "more than one JSON value in a line");
      }
    }
    return new JsonFields(values);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  Set<String> names() {
    return values.keySet();
  }

  /** The object of that name, also one that is written as a text with JSON in it; else nothing. */
  JsonFields object(String name) throws IOException {
    Optional<byte[]> json = json(name);
    return json.isPresent() ? of(json.get()) : NONE;
  }

  /** The same, as it is written. */
  Optional<byte[]> json(String name) throws IOException {
    Optional<String> text = text(name);
    byte[] json =
        text.isPresent()
            ? text.get().strip().getBytes(StandardCharsets.UTF_8)
            : values.getOrDefault(name, NOTHING);
    return json.length > 0 && json[0] == '{' ? Optional.of(json) : Optional.empty();
  }

  /** A text, decoded; empty for anything else. */
  Optional<String> text(String name) throws IOException {
    byte[] value = values.getOrDefault(name, NOTHING);
    return value.length > 0 && value[0] == '"'
        ? Optional.of(JSON.readValue(value, String.class))
        : Optional.empty();
  }

  /** A text, or a list of texts; other values as they are written. */
  List<String> texts(String name) throws IOException {
    byte[] value = values.getOrDefault(name, NOTHING);
    if (value.length > 0 && value[0] == '[') {
      List<String> all = new ArrayList<>();
      JSON.readTree(value).forEach(one -> all.add(one.asText()));
      return all;
    }
    return List.of(text(name).orElse(new String(value, StandardCharsets.UTF_8)));
  }

  /** A number; empty for anything else. */
  Optional<Double> number(String name) throws IOException {
    byte[] value = values.getOrDefault(name, NOTHING);
    return value.length > 0 && (value[0] == '-' || (value[0] >= '0' && value[0] <= '9'))
        ? Optional.of(JSON.readValue(value, Double.class))
        : Optional.empty();
  }

  boolean isTrue(String name) {
    return Arrays.equals(values.getOrDefault(name, NOTHING), TRUE);
  }

  boolean isFalse(String name) {
    return Arrays.equals(values.getOrDefault(name, NOTHING), FALSE);
  }
}
