// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.model;

import dev.conduit.contract.Bytes;
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

  /** Names that engines quantise or load by: bytes of a weight that is quantised, with scales. */
  private static final Map<String, Double> BYTES =
      Map.ofEntries(
          Map.entry("fp8", 1.0),
          Map.entry("w8a8_fp8", 1.0),
          Map.entry("w8a8_int8", 1.0),
          Map.entry("experts_int8", 1.0),
          Map.entry("bitsandbytes", 0.53),
          Map.entry("awq", 0.53),
          Map.entry("awq_marlin", 0.53),
          Map.entry("gptq", 0.53),
          Map.entry("gptq_marlin", 0.53),
          Map.entry("nvfp4", 0.57),
          Map.entry("mxfp4", 0.54),
          Map.entry("modelopt_fp4", 0.57));

  /** Entries of a vocabulary table; today's models have 100,000 to 260,000. */
  private static final long VOCABULARY = 150_000;

  private Quantization() {}

  /** Bytes per weight of the GGUF type that a file's name has in it. */
  public static Optional<Map.Entry<String, Double>> ofGgufName(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT).replace('-', '_');
    return GGUF.stream()
        .filter(type -> name.contains(type.getKey()))
        .findFirst()
        .map(type -> Map.entry(type.getKey(), type.getValue() / 8));
  }

  /**
   * Weights of a 16-bit model when it is quantised so; empty when the name is not known.
   *
   * <p>Embedding and output head stay 16 bits wide, which is half of a small model. The width of
   * the model is taken as that of its heads together, which is near it for all common ones. Source:
   * AWQ, GPTQ and bitsandbytes loads of 8B to 14B models, cases un-03, un-04, lg-17, ix-05.
   */
  static Optional<Bytes> weights(ModelShape shape, String name) {
    Double bytes = BYTES.get(name);
    if (bytes == null) {
      return Optional.empty();
    }
    long tables = 2 * VOCABULARY * shape.heads() * shape.headDim();
    double wide = Math.min(tables, shape.parameters());
    double narrow = shape.parameters() - wide;
    return Optional.of(new Bytes(Math.round(2 * wide + bytes * narrow)));
  }
}
