// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.facts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Layers of a GGUF model that keep a state of fixed size, in the words of a {@code config.json}.
 *
 * <p>Source: llama.cpp's {@code llama-hparams.cpp}: of a sequence {@code n_embd_r = (ssm_d_conv -
 * 1) * (ssm_d_inner + 2 * ssm_n_group * ssm_d_state)} and {@code n_embd_s = ssm_d_state *
 * ssm_d_inner} elements of 32 bits; short convolutions {@code n_embd * (l_cache - 1)}; {@code
 * llama-model.cpp} for which layers are such.
 */
final class GgufStates {
  /** Of these it is known which layers keep a state, and which. */
  private static final Set<String> KNOWN =
      Set.of(
          "mamba",
          "mamba2",
          "jamba",
          "falcon-h1",
          "granitehybrid",
          "nemotron_h",
          "nemotron_h_moe",
          "plamo2",
          "qwen3next",
          "qwen35",
          "qwen35moe",
          "lfm2",
          "lfm2moe");

  /** Delta nets: the same keys, with other meanings. */
  private static final Set<String> DELTA = Set.of("qwen3next", "qwen35", "qwen35moe");

  private static final Set<String> ATTENTION_FREE_LAYERS = Set.of("deci");
  private static final List<String> GROUPS = List.of("ssm.", "wkv.", "kda.", "shortconv.");

  private final Map<String, Object> metadata;
  private final String architecture;

  GgufStates(Map<String, Object> metadata, String architecture) {
    this.metadata = metadata;
    this.architecture = architecture;
  }

  /** Key of a state that is not understood; empty when there is none. */
  Optional<String> unknown() {
    if (KNOWN.contains(architecture)) {
      return Optional.empty();
    }
    Set<String> keys = new TreeSet<>(metadata.keySet());
    return keys.stream()
        .filter(
            key -> GROUPS.stream().anyMatch(group -> key.startsWith(architecture + "." + group)))
        .findFirst()
        .or(
            () ->
                hasLayersWithoutHeads() && !ATTENTION_FREE_LAYERS.contains(architecture)
                    ? Optional.of(architecture + ".attention.head_count_kv")
                    : Optional.empty());
  }

  /** Key that its architecture must have and that is missing; empty when all are there. */
  Optional<String> missing() {
    String key = isConvolution() ? "shortconv.l_cache" : "ssm.inner_size";
    boolean keeps = KNOWN.contains(architecture);
    return keeps && number(key) == 0 ? Optional.of(architecture + "." + key) : Optional.empty();
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    long inner = number("ssm.inner_size");
    long rank = number("ssm.time_step_rank");
    if (isConvolution() && number("shortconv.l_cache") > 0) {
      fields.put("conv_L_cache", number("shortconv.l_cache"));
    }
    if (inner == 0) {
      return fields;
    }
    if (DELTA.contains(architecture)) {
      fields.put("linear_num_value_heads", Math.max(1, rank));
      fields.put("linear_value_head_dim", inner / Math.max(1, rank));
      fields.put("linear_num_key_heads", number("ssm.group_count"));
      fields.put("linear_key_head_dim", number("ssm.state_size"));
      fields.put("linear_conv_kernel_dim", number("ssm.conv_kernel"));
      if (number("full_attention_interval") > 0) {
        fields.put("full_attention_interval", number("full_attention_interval"));
      }
    } else {
      fields.put("mamba_d_ssm", inner);
      fields.put("mamba_d_state", number("ssm.state_size"));
      fields.put("mamba_d_conv", number("ssm.conv_kernel"));
      if (number("ssm.group_count") > 0) { // Mamba 1 has neither groups nor heads
        fields.put("n_groups", number("ssm.group_count"));
        fields.put("mamba_n_heads", Math.max(1, rank));
        fields.put("num_heads", Math.max(1, rank));
      }
    }
    fields.put("mamba_ssm_dtype", "float32");
    return fields;
  }

  /**
   * What a layer without key-value heads is.
   *
   * @param layer counted from zero
   */
  String kind(int layer) {
    boolean forward =
        architecture.startsWith("nemotron_h")
            && metadata.get(architecture + ".feed_forward_length") instanceof List<?> widths
            && layer < widths.size()
            && !isZero(widths.get(layer));
    if (forward || ATTENTION_FREE_LAYERS.contains(architecture)) {
      return "none";
    }
    return isConvolution() ? "conv" : "mamba";
  }

  private boolean isConvolution() {
    return architecture.startsWith("lfm2");
  }

  private boolean hasLayersWithoutHeads() {
    return metadata.get(architecture + ".attention.head_count_kv") instanceof List<?> each
        && each.stream().anyMatch(GgufStates::isZero);
  }

  static boolean isZero(Object value) {
    return value instanceof Number number && number.longValue() == 0;
  }

  private long number(String key) {
    return metadata.get(architecture + "." + key) instanceof Number number ? number.longValue() : 0;
  }
}
