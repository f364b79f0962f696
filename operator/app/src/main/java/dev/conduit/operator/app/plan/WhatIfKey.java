// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What {@code --what-if} may set, and where in a block that is. */
enum WhatIfKey {
  GPU("gpu", "compute", Form.LIST),
  COUNT("count", "compute", Form.TEXT),
  TENSOR_PARALLEL("tensorParallel", "compute", Form.NUMBER),
  PIPELINE_PARALLEL("pipelineParallel", "compute", Form.NUMBER),
  SHARING("sharing", "compute", Form.TEXT),
  SPOT("spot", "compute", Form.BOOLEAN),
  REPLICAS("replicas", "", Form.NUMBER),
  MODEL("model", "models", Form.TEXT),
  MAX_MODEL_LEN("maxModelLen", "models", Form.NUMBER),
  MAX_CONCURRENCY("maxConcurrency", "models", Form.NUMBER),
  KV_CACHE_DTYPE("kvCacheDtype", "models", Form.TEXT),
  QUANTIZATION("quantization", "models", Form.TEXT);

  private enum Form {
    TEXT,
    NUMBER,
    LIST,
    BOOLEAN
  }

  private final String written;
  private final String parent;
  private final Form form;

  WhatIfKey(String written, String parent, Form form) {
    this.written = written;
    this.parent = parent;
    this.form = form;
  }

  static Optional<WhatIfKey> named(String name) {
    return Arrays.stream(values()).filter(key -> key.written.equals(name)).findFirst();
  }

  static List<String> names() {
    return Arrays.stream(values()).map(key -> key.written).toList();
  }

  /** As it is written on the command line. */
  String written() {
    return written;
  }

  /** The field of the block, such as {@code spec.models[0].maxModelLen}. */
  String field() {
    String name =
        switch (this) {
          case MODEL -> "id";
          case SPOT -> "spot.allowed";
          default -> written;
        };
    return switch (parent) {
      case "models" -> "spec.models[0]." + name;
      case "compute" -> "spec.compute." + name;
      default -> "spec." + name;
    };
  }

  boolean isList() {
    return form == Form.LIST;
  }

  /** Sets it; what the schema does not allow stands there all the same, for the check to find. */
  void set(ObjectNode spec, List<String> values) {
    ObjectNode object =
        switch (parent) {
          case "models" -> (ObjectNode) spec.withArray("models").get(0);
          case "compute" -> spec.withObject("compute");
          default -> spec;
        };
    if (this == TENSOR_PARALLEL) {
      // A count that was given would contradict it; it follows from this.
      object.remove("count");
    }
    if (this == COUNT) {
      object.remove("tensorParallel");
    }
    if (this == REPLICAS) {
      object.remove("scaling");
    }
    switch (this) {
      case MODEL -> object.set("id", node(values));
      // What else it says of spot nodes stays.
      case SPOT -> object.withObject("spot").set("allowed", node(values));
      default -> object.set(written, node(values));
    }
  }

  private JsonNode node(List<String> values) {
    String first = values.getFirst();
    return switch (form) {
      case TEXT -> TextNode.valueOf(first);
      case NUMBER ->
          first.matches("-?[0-9]{1,18}")
              ? LongNode.valueOf(Long.parseLong(first))
              : TextNode.valueOf(first);
      case LIST -> {
        var list = JsonNodeFactory.instance.arrayNode();
        values.forEach(list::add);
        yield list;
      }
      case BOOLEAN ->
          first.matches("true|false")
              ? BooleanNode.valueOf(first.equals("true"))
              : TextNode.valueOf(first);
    };
  }
}
