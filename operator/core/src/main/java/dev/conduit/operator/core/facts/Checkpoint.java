// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.facts;

import java.util.Locale;
import java.util.Optional;

/**
 * What a configuration says of how its weights are stored. Source: the {@code quantization_config}
 * of fp8, awq, gptq, bitsandbytes, mxfp4, compressed-tensors and modelopt checkpoints.
 */
final class Checkpoint {
  private Checkpoint() {}

  /** In words that {@code Storage} understands; empty when nothing is quantised. */
  static String quantization(ConfigFields root) {
    Optional<ConfigFields> given =
        root.object("quantization_config")
            .or(() -> root.object("compression_config"))
            .or(() -> root.language().object("quantization_config"));
    if (given.isEmpty()) {
      return "";
    }
    ConfigFields quantization = given.get();
    String method = quantization.text("", "quant_method", "quant_algo").toLowerCase(Locale.ROOT);
    String algorithm =
        quantization.text("", "quant_algo", "format", "fmt").toLowerCase(Locale.ROOT);
    long bits = quantization.number(0, "bits", "w_bit");
    boolean four = quantization.flag("load_in_4bit", false);
    return (method + " " + algorithm + (bits > 0 ? " int" + bits : "") + (four ? " 4bit" : ""))
        .strip();
  }

  static Optional<String> kvType(ConfigFields root) {
    Optional<ConfigFields> quantization = root.object("quantization_config");
    boolean narrow =
        quantization
            .map(
                q ->
                    q.object("kv_cache_scheme").isPresent()
                        || q.text("", "kv_cache_quant_algo")
                            .toLowerCase(Locale.ROOT)
                            .contains("fp8"))
            .orElse(false);
    return narrow ? Optional.of("fp8") : Optional.empty();
  }
}
