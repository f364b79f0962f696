// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.finding;

import com.fasterxml.jackson.databind.JsonNode;
import dev.conduit.contract.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A single change by which what does not fit would fit. */
public sealed interface Remedy {
  /** As a person would write or do it. */
  String words();

  /**
   * A field of the block gets another value.
   *
   * @param field such as {@code spec.models[0].maxModelLen}
   * @param value that it gets
   * @param also what has to be edited with it, so that nothing else changes by it
   * @param note what a person should know of it; empty when nothing
   */
  record Edit(String field, JsonNode value, Optional<Edit> also, String note) implements Remedy {
    public Edit(String field, JsonNode value) {
      this(field, value, Optional.empty(), "");
    }

    @Override
    public String words() {
      return field
          + ": "
          + text(value)
          + also.map(edit -> " and " + edit.words()).orElse("")
          + (note.isEmpty() ? "" : " (" + note + ")");
    }

    /** As in a manifest. */
    public String valueText() {
      return text(value);
    }

    private static String text(JsonNode value) {
      if (value.isArray()) {
        List<String> parts = new ArrayList<>();
        value.forEach(part -> parts.add(text(part)));
        return "[" + String.join(", ", parts) + "]";
      }
      // Text that looks like a number needs its quotes.
      boolean quoted = value.isTextual() && value.textValue().matches("[0-9.]*");
      return quoted ? value.toString() : value.asText();
    }
  }

  /**
   * More machines.
   *
   * @param nodes how many, all alike
   * @param gpus of each
   * @param gpu their type
   * @param memory of one GPU
   */
  record FurtherNodes(int nodes, int gpus, String gpu, Bytes memory) implements Remedy {
    @Override
    public String words() {
      return nodes == 1
          ? "a further node with %d x %s".formatted(gpus, gpu)
          : "%d further nodes with %d x %s each".formatted(nodes, gpus, gpu);
    }
  }
}
