// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.conduit.conformance.wire.Events;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A stream's chunks in their order and each of the recorded shape of its kind: role, content,
 * finish, usage, then DONE; one id, one model, one time of creation.
 *
 * @param maxTokens that were asked for: there are no more content chunks than that
 */
public record StreamOrder(int maxTokens) implements Check {

  /** What a chunk is for; the letter writes the order. */
  private enum Kind {
    ROLE('R'),
    CONTENT('C'),
    FINISH('F'),
    USAGE('U');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    static Kind of(JsonNode chunk) {
      if (chunk.path("choices").isEmpty()) {
        return USAGE;
      }
      JsonNode choice = chunk.path("choices").path(0);
      if (!choice.path("finish_reason").isNull()) {
        return FINISH;
      }
      return choice.path("delta").has("role") ? ROLE : CONTENT;
    }
  }

  @Override
  public List<String> differences(Exchange exchange) {
    Events recorded = Events.parse(exchange.recorded().body());
    Events actual = Events.parse(exchange.answer().body());
    List<String> differences = new ArrayList<>(actual.problems());
    order(recorded, actual, differences);
    shapes(recorded, actual, differences);
    identity(exchange.subject().model(), actual, differences);
    for (JsonNode chunk : actual.chunks()) {
      if (chunk.path("usage").isObject()) {
        differences.addAll(UsageSum.of(chunk.path("usage")));
      }
    }
    return differences;
  }

  private void order(Events recorded, Events actual, List<String> differences) {
    String pattern = letters(recorded).replaceAll("C+", "C*"); // how many is the model's choice
    String letters = letters(actual);
    if (!Pattern.matches(pattern, letters)) {
      differences.add(
          "chunk order: expected %s (R role, C content, F finish, U usage), was %s"
              .formatted(pattern, letters));
    }
    long texts = letters.chars().filter(letter -> letter == 'C' || letter == 'F').count();
    if (texts > maxTokens + 1L) {
      differences.add("expected at most %d text chunks, was %d".formatted(maxTokens + 1, texts));
    }
  }

  private static void shapes(Events recorded, Events actual, List<String> differences) {
    Map<Kind, JsonNode> examples = new EnumMap<>(Kind.class);
    recorded.chunks().forEach(chunk -> examples.putIfAbsent(Kind.of(chunk), chunk));
    Set<String> seen = new HashSet<>();
    for (JsonNode chunk : actual.chunks()) {
      Kind kind = Kind.of(chunk);
      JsonNode example = examples.get(kind);
      if (example == null) {
        continue; // the order says it already
      }
      for (String difference : JsonShape.strict().compare(example, chunk)) {
        String line = "%s chunk: %s".formatted(kind, difference);
        if (seen.add(line)) {
          differences.add(line);
        }
      }
    }
  }

  private static void identity(String model, Events actual, List<String> differences) {
    for (String key : List.of("id", "created", "model", "object")) {
      Set<String> values =
          actual.chunks().stream()
              .map(chunk -> chunk.path(key).asText())
              .collect(Collectors.toSet());
      if (values.size() != 1) {
        differences.add("%s: expected one value in all chunks, was %s".formatted(key, values));
      }
      if (key.equals("model") && !values.equals(Set.of(model))) {
        differences.add("model: expected %s, was %s".formatted(model, values));
      }
    }
  }

  private static String letters(Events events) {
    StringBuilder letters = new StringBuilder();
    events.chunks().forEach(chunk -> letters.append(Kind.of(chunk).letter));
    return letters.toString();
  }
}
