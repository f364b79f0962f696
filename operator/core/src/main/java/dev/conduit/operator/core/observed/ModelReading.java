// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.observed;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What came of reading a model's files. */
public sealed interface ModelReading {
  /**
   * The headers of its weights were read.
   *
   * @param config fields of its {@code config.json}, or of a GGUF file's metadata in the same
   *     words; may hold {@code null} where the file does
   * @param bytes of the weights by what engines do with them, 32-bit ones counted as the 16 bits
   *     that they are loaded as
   * @param unknown modules whose names say nothing of what they are; counted on each device
   * @param gguf whether the weights are in a GGUF file
   * @param from where they were read
   */
  record Headers(
      Map<String, Object> config,
      Map<WeightPart, Long> bytes,
      Set<String> unknown,
      boolean gguf,
      String from)
      implements ModelReading {
    public Headers {
      // Not a copy that refuses null: families have defaults that only a null turns off.
      config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
      bytes = Map.copyOf(bytes);
      unknown = Set.copyOf(unknown);
    }
  }

  /**
   * They were not.
   *
   * @param why what was tried and what the user can do, naming field and value
   */
  record Obstructed(Obstacle obstacle, String why) implements ModelReading {}

  /**
   * They are being read.
   *
   * @param from where
   */
  record Pending(String from) implements ModelReading {}
}
