// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.facts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A GGUF file's metadata in the words of a {@code config.json}, so that one reader understands
 * both.
 *
 * <p>Source: the GGUF specification's keys, and llama.cpp's {@code llama-arch.cpp} for the names of
 * architectures.
 */
public final class GgufConfig {
  /** Architectures whose class matters to sizes; others are read by their fields alone. */
  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("llama", "LlamaForCausalLM"),
          Map.entry("llama4", "Llama4ForCausalLM"),
          Map.entry("qwen2", "Qwen2ForCausalLM"),
          Map.entry("qwen3", "Qwen3ForCausalLM"),
          Map.entry("qwen3moe", "Qwen3MoeForCausalLM"),
          Map.entry("qwen3next", "Qwen3NextForCausalLM"),
          Map.entry("gemma", "GemmaForCausalLM"),
          Map.entry("gemma2", "Gemma2ForCausalLM"),
          Map.entry("gemma3", "Gemma3ForCausalLM"),
          Map.entry("gemma3n", "Gemma3nForCausalLM"),
          Map.entry("phi3", "Phi3ForCausalLM"),
          Map.entry("deepseek2", "DeepseekV3ForCausalLM"),
          Map.entry("gpt-oss", "GptOssForCausalLM"),
          Map.entry("qwen35", "Qwen3_5ForCausalLM"),
          Map.entry("qwen35moe", "Qwen3_5MoeForCausalLM"),
          Map.entry("falcon-h1", "FalconH1ForCausalLM"),
          Map.entry("mamba", "MambaForCausalLM"),
          Map.entry("mamba2", "Mamba2ForCausalLM"));

  /** Key after the architecture's name, and the field that says the same. */
  private static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("block_count", "num_hidden_layers"),
          Map.entry("embedding_length", "hidden_size"),
          Map.entry("context_length", "max_position_embeddings"),
          Map.entry("vocab_size", "vocab_size"),
          Map.entry("attention.head_count", "num_attention_heads"),
          Map.entry("attention.key_length", "head_dim"),
          Map.entry("attention.value_length", "v_head_dim"),
          Map.entry("attention.sliding_window", "sliding_window"),
          Map.entry("attention.kv_lora_rank", "kv_lora_rank"),
          Map.entry("attention.q_lora_rank", "q_lora_rank"),
          Map.entry("expert_count", "num_experts"),
          Map.entry("expert_used_count", "num_experts_per_tok"),
          Map.entry("expert_feed_forward_length", "moe_intermediate_size"),
          Map.entry("leading_dense_block_count", "first_k_dense_replace"),
          Map.entry("rope.dimension_count", "qk_rope_head_dim"));

  /** Names a key that no size can be computed from, for {@link AnatomyReader}. */
  static final String NOT_UNDERSTOOD = "gguf_not_understood";

  private GgufConfig() {}

  /**
   * The fields.
   *
   * @param metadata of the file: numbers, text, and lists for arrays of one number a layer; of
   *     longer arrays the length
   */
  public static ConfigFields of(Map<String, Object> metadata) {
    String architecture = String.valueOf(metadata.getOrDefault("general.architecture", ""));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("architectures", List.of(CLASSES.getOrDefault(architecture, architecture)));
    FIELDS.forEach(
        (key, field) -> {
          Object value = metadata.get(architecture + "." + key);
          if (value != null) {
            fields.put(field, value);
          }
        });
    most(metadata.get(architecture + ".feed_forward_length"))
        .ifPresent(width -> fields.put("intermediate_size", width));
    GgufStates states = new GgufStates(metadata, architecture);
    fields.putAll(states.fields());
    states.unknown().or(states::missing).ifPresent(key -> fields.put(NOT_UNDERSTOOD, key));
    most(metadata.get(architecture + ".attention.head_count"))
        .ifPresent(heads -> fields.put("num_attention_heads", heads));
    if (GgufStates.isZero(fields.getOrDefault("num_attention_heads", 1))) {
      fields.remove("num_attention_heads"); // models of states alone write zero
    }
    keyValueHeads(metadata.get(architecture + ".attention.head_count_kv"), states, fields);
    if (!fields.containsKey("vocab_size")
        && metadata.get("tokenizer.ggml.tokens") instanceof Number tokens) {
      fields.put("vocab_size", tokens);
    }
    if (!fields.containsKey("kv_lora_rank")) {
      fields.remove("qk_rope_head_dim");
    }
    return new ConfigFields(fields);
  }

  /** A number, or one a layer: layers without key-value heads keep no tokens. */
  private static void keyValueHeads(
      @Nullable Object given, GgufStates states, Map<String, Object> fields) {
    most(given)
        .filter(heads -> heads > 0)
        .ifPresent(heads -> fields.put("num_key_value_heads", heads));
    if (given instanceof List<?> each && each.stream().anyMatch(GgufStates::isZero)) {
      fields.put(
          "layer_types",
          IntStream.range(0, each.size())
              .mapToObj(
                  layer ->
                      GgufStates.isZero(each.get(layer)) ? states.kind(layer) : "full_attention")
              .toList());
    }
  }

  private static Optional<Long> most(@Nullable Object given) {
    if (given instanceof Number number) {
      return Optional.of(number.longValue());
    }
    return given instanceof List<?> each
        ? each.stream()
            .filter(Number.class::isInstance)
            .map(value -> ((Number) value).longValue())
            .max(Long::compare)
        : Optional.empty();
  }
}
