// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.routing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.conduit.sidecar.learning.Example;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Outcomes from a file of JSON lines with {@code prompt}, {@code weak_correct}, {@code
 * strong_correct} and {@code subject}. Of prompts that differ in case and blanks only, the first
 * stays: two in different folds would be a leak.
 *
 * @param name of the file, without its folder and ending
 * @param examples in order of the file
 * @param duplicates how many were dropped
 */
record Dataset(String name, List<Example> examples, int duplicates) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  /** Reads a file; a line that is wrong ends it with the line's number. */
  static Dataset read(Path file) {
    List<Example> examples = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    int lines = 0;
    int read = 0;
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        lines++;
        if (line.isBlank()) {
          continue;
        }
        Example example = example(file + " line " + lines, line);
        read++;
        if (seen.add(plain(example.prompt()))) {
          examples.add(example);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read outcomes from " + file + ": " + e, e);
    }
    String name = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    if (examples.isEmpty()) {
      throw new IllegalArgumentException(file + " has no outcomes; give one JSON object a line");
    }
    return new Dataset(name, examples, read - examples.size());
  }

  /**
   * What of these is not in the other, by prompt.
   *
   * @throws IllegalArgumentException when nothing is left
   */
  Dataset without(Dataset other) {
    Set<String> known = new HashSet<>();
    other.examples().forEach(example -> known.add(plain(example.prompt())));
    List<Example> left =
        examples.stream().filter(example -> !known.contains(plain(example.prompt()))).toList();
    if (left.isEmpty()) {
      throw new IllegalArgumentException(
          "all %d prompts of %s are in %s too; give others to judge by"
              .formatted(examples.size(), name, other.name()));
    }
    return new Dataset(name, left, duplicates + examples.size() - left.size());
  }

  private static String plain(String prompt) {
    return BLANKS.matcher(prompt.strip()).replaceAll(" ").toLowerCase(Locale.ROOT);
  }

  private static Example example(String place, String json) {
    JsonNode node;
    try {
      node = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(place + " is no JSON: " + e.getOriginalMessage(), e);
    }
    for (String field : List.of("prompt", "weak_correct", "strong_correct")) {
      if (!node.has(field)) {
        throw new IllegalArgumentException(
            "%s: \"%s\" is missing; each line needs prompt, weak_correct, strong_correct"
                .formatted(place, field));
      }
    }
    return new Example(
        node.path("subject").asText(""),
        node.get("prompt").asText(),
        isRight(place, "weak_correct", node),
        isRight(place, "strong_correct", node));
  }

  private static boolean isRight(String place, String field, JsonNode node) {
    JsonNode value = node.get(field);
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    if (value.isNumber() && (value.doubleValue() == 0 || value.doubleValue() == 1)) {
      return value.doubleValue() == 1;
    }
    throw new IllegalArgumentException(
        "%s: \"%s\" is %s; say true or false (or 1 or 0)".formatted(place, field, value));
  }

  /**
   * All files of outcomes in a folder, in the order of their names.
   *
   * @throws IllegalArgumentException when there are none
   */
  static List<Dataset> inFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          folder + " is not a folder; give one with files of outcomes (*.jsonl) as DATA");
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Dataset> sets =
          files.filter(f -> f.toString().endsWith(".jsonl")).sorted().map(Dataset::read).toList();
      if (sets.isEmpty()) {
        throw new IllegalArgumentException("no *.jsonl in " + folder);
      }
      return sets;
    }
  }
}
