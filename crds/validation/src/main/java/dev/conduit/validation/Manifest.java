// SPDX-License-Identifier: Apache-2.0
package dev.conduit.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * One document of a YAML file.
 *
 * @param source file or stream it was read from
 * @param tree its content; an object, possibly one of no known kind
 * @param lines of its fields by path, such as {@code spec.models[0].id}; the document's own under
 *     ""
 * @param words that YAML read as something else, by path: {@code y} for {@code true}
 */
public record Manifest(
    String source, ObjectNode tree, Map<String, Integer> lines, Map<String, String> words) {

  public Manifest {
    lines = Map.copyOf(lines);
    words = Map.copyOf(words);
  }

  /** Of a tree that says what it means. */
  public Manifest(String source, ObjectNode tree, Map<String, Integer> lines) {
    this(source, tree, lines, Map.of());
  }

  /** {@code kind name}, with a question mark for what is missing. */
  public String resource() {
    return kind() + " " + tree.path("metadata").path("name").asText("?");
  }

  public String kind() {
    return tree.path("kind").asText("?");
  }

  public String apiVersion() {
    return tree.path("apiVersion").asText("");
  }

  /** The line of the field, or of its nearest parent that is there. */
  public int line(String path) {
    String at = path;
    while (!at.isEmpty()) {
      Integer line = lines.get(at);
      if (line != null) {
        return line;
      }
      int cut = Math.max(at.lastIndexOf('.'), at.lastIndexOf('['));
      at = cut < 0 ? "" : at.substring(0, cut);
    }
    return lines.getOrDefault("", 1);
  }
}
