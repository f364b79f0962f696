// SPDX-License-Identifier: Apache-2.0
package dev.conduit.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Turns one YAML document into JSON and notes the line of every field. */
final class YamlTree {
  private static final int MOST_NODES = 100_000;
  private static final int DEEPEST = 100;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern NULL = Pattern.compile("|~|null|Null|NULL");
  private static final Pattern TRUE = Pattern.compile("true|True|TRUE|yes|Yes|YES|on|On|ON|y|Y");
  private static final Pattern FALSE =
      Pattern.compile("false|False|FALSE|no|No|NO|off|Off|OFF|n|N");
  private static final Pattern INTEGER = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  private final String source;
  private final Map<String, Integer> lines = new HashMap<>();
  private final Map<String, String> words = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private int nodes;

  YamlTree(String source) {
    this.source = source;
  }

  Map<String, Integer> lines() {
    return lines;
  }

  /** What was written, where it is read as something that is written otherwise. */
  Map<String, String> words() {
    return words;
  }

  List<Problem> problems() {
    return problems;
  }

  JsonNode convert(Node document) {
    return convert("", document, 0);
  }

  private JsonNode convert(String path, Node node, int depth) {
    if (++nodes > MOST_NODES || depth > DEEPEST) {
      throw new YAMLException("the document is too large or too deep");
    }
    lines.putIfAbsent(path, node.getStartMark().getLine() + 1);
    return switch (node) {
      case MappingNode mapping -> object(path, mapping, depth);
      case SequenceNode sequence -> array(path, sequence, depth);
      case ScalarNode scalar -> scalar(path, scalar);
      default -> throw new YAMLException("unsupported YAML node " + node.getNodeId());
    };
  }

  private ObjectNode object(String path, MappingNode mapping, int depth) {
    ObjectNode object = JSON.objectNode();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add(problem(path, tuple.getKeyNode(), "a key must be a string"));
        continue;
      }
      String name = key.getValue();
      String at = path.isEmpty() ? name : path + "." + name;
      if (object.has(name)) {
        problems.add(problem(at, key, "the key is given twice; keep one of them"));
      }
      lines.put(at, key.getStartMark().getLine() + 1);
      object.set(name, convert(at, tuple.getValueNode(), depth + 1));
    }
    return object;
  }

  private ArrayNode array(String path, SequenceNode sequence, int depth) {
    ArrayNode array = JSON.arrayNode();
    int index = 0;
    for (Node item : sequence.getValue()) {
      array.add(convert(path + "[" + index++ + "]", item, depth + 1));
    }
    return array;
  }

  private JsonNode scalar(String path, ScalarNode scalar) {
    JsonNode value = scalar(scalar);
    if (!value.isNull() && !value.asText().equals(scalar.getValue())) {
      words.put(path, scalar.getValue());
    }
    return value;
  }

  private static JsonNode scalar(ScalarNode scalar) {
    String text = scalar.getValue();
    boolean plain = scalar.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN;
    if (!plain || scalar.getTag().equals(Tag.BINARY)) {
      return JSON.textNode(text);
    }
    if (NULL.matcher(text).matches()) {
      return JSON.nullNode();
    }
    if (TRUE.matcher(text).matches()) {
      return JSON.booleanNode(true);
    }
    if (FALSE.matcher(text).matches()) {
      return JSON.booleanNode(false);
    }
    if (INTEGER.matcher(text).matches()) {
      BigInteger value = new BigInteger(text);
      return value.bitLength() < Long.SIZE
          ? JSON.numberNode(value.longValue())
          : JSON.numberNode(value);
    }
    return FLOAT.matcher(text).matches()
        ? JSON.numberNode(Double.parseDouble(text))
        : JSON.textNode(text);
  }

  private Problem problem(String path, Node at, String message) {
    return new Problem(source, at.getStartMark().getLine() + 1, Optional.empty(), path, message);
  }
}
