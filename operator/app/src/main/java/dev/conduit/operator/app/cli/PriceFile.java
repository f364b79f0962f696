// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.conduit.operator.app.console.FileTrouble;
import dev.conduit.operator.app.console.TextFile;
import dev.conduit.operator.core.model.GpuCatalogue;
import dev.conduit.operator.core.model.PriceEntries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A file of prices: keys and values, or the ConfigMap that the operator reads. */
final class PriceFile {
  private static final YAMLMapper YAML = new YAMLMapper();

  private PriceFile() {}

  /** What was read. */
  sealed interface Reading {
    /** With the entries that can be used, and words on those that cannot. */
    record Done(PriceEntries.Reading prices) implements Reading {}

    /** There is no such file, or it does not hold prices. */
    record Failed(String message) implements Reading {}
  }

  static Reading read(Path file) {
    try {
      String text = TextFile.read(file);
      Optional<String> twice = twice(text);
      if (twice.isPresent()) {
        return new Reading.Failed(file + ": " + twice.get());
      }
      JsonNode content = YAML.readTree(text);
      JsonNode entries =
          content.path("kind").asText().equals("ConfigMap") ? content.path("data") : content;
      if (!entries.isObject() && !entries.isMissingNode()) {
        return new Reading.Failed(
            file + " holds no prices; write lines such as H100-80GB: \"6.50\"");
      }
      Map<String, String> read = new TreeMap<>();
      entries
          .properties()
          .forEach(
              entry ->
                  read.put(
                      entry.getKey(),
                      entry.getValue().isValueNode()
                          ? entry.getValue().asText()
                          : entry.getValue().toString()));
      return new Reading.Done(new PriceEntries(GpuCatalogue.bundled()).read(read));
    } catch (JsonProcessingException e) {
      return new Reading.Failed(
          "%s is no YAML: %s; write lines such as H100-80GB: \"6.50\""
              .formatted(file, e.getOriginalMessage()));
    } catch (IOException e) {
      return new Reading.Failed("cannot read prices: " + FileTrouble.words(e));
    }
  }

  /** A key of which one value would be taken and the other forgotten, with both lines. */
  private static Optional<String> twice(String text) throws IOException {
    Deque<Map<String, Integer>> objects = new ArrayDeque<>();
    try (JsonParser parser = YAML.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          objects.push(new HashMap<>());
        } else if (token == JsonToken.END_OBJECT) {
          objects.pop();
        } else if (token == JsonToken.FIELD_NAME) {
          int line = parser.currentTokenLocation().getLineNr();
          Integer first = objects.getFirst().putIfAbsent(parser.currentName(), line);
          if (first != null) {
            return Optional.of(
                "%s is given in line %d and again in line %d; remove one of them"
                    .formatted(parser.currentName(), first, line));
          }
        }
      }
    }
    return Optional.empty();
  }
}
