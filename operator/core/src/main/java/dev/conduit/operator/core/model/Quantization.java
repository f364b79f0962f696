// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How many bytes a weight takes. Averages over a file: GGUF types are mixed within one. */
public final class Quantization {
  /** GGUF types by name, bits per weight; longest names first where one is part of another. */
  private static final List<Map.Entry<String, Double>> GGUF =
      List.of(
          Map.entry("iq4_xs", 4.6),
          Map.entry("iq4", 4.8),
          Map.entry("q2_k", 3.4),
          Map.entry("q3_k", 4.1),
          Map.entry("q4_k", 5.1),
          Map.entry("q5_k", 6.0),
          Map.entry("q6_k", 6.9),
          Map.entry("q4_0", 4.8),
          Map.entry("q4_1", 5.3),
          Map.entry("q5_0", 5.8),
          Map.entry("q5_1", 6.2),
          Map.entry("q8_0", 8.6),
          Map.entry("bf16", 16.0),
          Map.entry("fp16", 16.0),
          Map.entry("f16", 16.0),
          Map.entry("f32", 32.0));

  private Quantization() {}

  /** Bytes per weight of the GGUF type that a file's name has in it. */
  public static Optional<Map.Entry<String, Double>> ofGgufName(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT).replace('-', '_');
    return GGUF.stream()
        .filter(type -> name.contains(type.getKey()))
        .findFirst()
        .map(type -> Map.entry(type.getKey(), type.getValue() / 8));
  }
}
