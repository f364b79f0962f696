// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An HTTP answer, recorded or live.
 *
 * @param headers by lower-case name; several of one name joined by commas
 * @param body decoded as UTF-8, transfer coding removed
 */
public record Answer(int status, Map<String, String> headers, String body) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public Answer {
    Map<String, String> lower = new TreeMap<>();
    headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    headers = Map.copyOf(lower);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The body as JSON; a missing node when it is none. */
  public JsonNode json() {
    return json(body);
  }

  /** Some text as JSON; a missing node when it is none. */
  public static JsonNode json(String text) {
    try {
      return Objects.requireNonNull(JSON.readTree(text), "readTree");
    } catch (JsonProcessingException e) {
      return JSON.missingNode(); // The check that reads it says that it was no JSON.
    }
  }
}
