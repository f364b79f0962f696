// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.facts;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Whether a configuration's figures can be those of a model: sizes are computed from them in whole
 * numbers, which negative or absurd ones would turn into nonsense. Fields that are not there are
 * not looked at.
 *
 * @param root the whole file
 * @param language fields of the language model in it
 */
record Figures(ConfigFields root, ConfigFields language) {
  /** The deepest models have below 200. */
  static final int MOST_LAYERS = 10_000;

  /** Parameters, and elements of keys and values per token: a thousand times today's largest. */
  private static final double MOST_PARAMETERS = 1e15;

  private static final double MOST_KEPT = 1e8;

  /** Figures between limits. Those of today's largest models are in brackets. */
  private record Range(long least, long most, List<String> fields) {}

  private static final List<Range> RANGES =
      List.of(
          new Range(
              0,
              MOST_LAYERS,
              List.of(
                  "num_hidden_layers",
                  "n_layer",
                  "num_layers",
                  "n_layers",
                  "depth",
                  "num_kv_shared_layers",
                  "num_nextn_predict_layers",
                  "mtp_num_hidden_layers",
                  "first_k_dense_replace",
                  "moe_layer_start_index")),
          // Layers from one of a kind to the next: divisors.
          new Range(1, MOST_LAYERS, List.of("attn_layer_period")),
          new Range(
              0,
              MOST_LAYERS,
              List.of(
                  "attn_layer_offset",
                  "full_attention_interval",
                  "sliding_window_pattern",
                  "_sliding_window_pattern",
                  "decoder_sparse_step",
                  "interleave_moe_layer_step",
                  "expert_layer_period",
                  "expert_layer_offset")),
          // Widths (20 thousand; of feed-forwards 60 thousand; rotary and latent ones below).
          new Range(
              0,
              1 << 20,
              List.of(
                  "hidden_size",
                  "n_embd",
                  "d_model",
                  "embed_dim",
                  "intermediate_size",
                  "intermediate_size_mlp",
                  "intermediate_size_ssm",
                  "ffn_dim",
                  "n_inner",
                  "moe_intermediate_size",
                  "moe_latent_size",
                  "moe_shared_expert_intermediate_size",
                  "expert_intermediate_size",
                  "shared_expert_intermediate_size",
                  "mamba_d_ssm",
                  "q_lora_rank",
                  "kv_lora_rank")),
          // Heads (256), their widths (576), experts (a thousand), states (256).
          new Range(
              0,
              1 << 16,
              List.of(
                  "num_attention_heads",
                  "n_head",
                  "n_heads",
                  "num_heads",
                  "num_key_value_heads",
                  "num_kv_heads",
                  "num_global_key_value_heads",
                  "swa_num_key_value_heads",
                  "index_n_heads",
                  "linear_num_value_heads",
                  "linear_num_key_heads",
                  "mamba_num_heads",
                  "mamba_n_heads",
                  "n_mamba_heads",
                  "head_dim",
                  "attention_head_dim",
                  "global_head_dim",
                  "v_head_dim",
                  "swa_v_head_dim",
                  "qk_rope_head_dim",
                  "qk_nope_head_dim",
                  "index_head_dim",
                  "linear_value_head_dim",
                  "linear_key_head_dim",
                  "mamba_head_dim",
                  "num_experts",
                  "num_local_experts",
                  "n_routed_experts",
                  "moe_num_experts",
                  "num_experts_per_tok",
                  "moe_top_k",
                  "n_shared_experts",
                  "n_groups",
                  "mamba_n_groups",
                  "mamba_ngroups",
                  "ssm_state_size",
                  "mamba_d_state",
                  "state_size",
                  "expand",
                  "mamba_expand")),
          new Range(1, 1 << 16, List.of("mamba_d_head")), // a divisor
          // Steps of convolutions (4).
          new Range(
              1,
              1 << 16,
              List.of(
                  "linear_conv_kernel_dim",
                  "short_conv_kernel_size",
                  "conv_kernel",
                  "mamba_d_conv",
                  "d_conv",
                  "conv_L_cache")),
          new Range(0, 1 << 26, List.of("vocab_size")), // (262 thousand)
          new Range( // tokens (10 million)
              0, 1 << 28, List.of("max_position_embeddings", "n_positions", "max_seq_len")));

  Optional<NotUnderstood> problem() {
    return outOfRange(language, "")
        .or(() -> root.object("vision_config").flatMap(one -> outOfRange(one, "vision_config.")))
        .or(
            () ->
                language
                    .object("linear_attn_config")
                    .flatMap(one -> outOfRange(one, "linear_attn_config.")))
        .or(this::together);
  }

  /** Whether what was computed of them is within limits too. */
  static boolean isPossible(Anatomy anatomy) {
    Parameters all = anatomy.parameters();
    return LongStream.of(
                all.embedding(),
                all.head(),
                all.attention(),
                all.keyValue(),
                all.dense(),
                all.experts(),
                all.mixer(),
                all.copied(),
                all.vision(),
                all.draft(),
                anatomy.widest(),
                anatomy.absorbed(),
                anatomy.multipliedOut())
            .allMatch(Figures::isPossible)
        && anatomy.layers().stream()
            .allMatch(
                layer ->
                    switch (layer) {
                      case Memory.State state ->
                          isPossible(state.convolution()) && isPossible(state.state());
                      case Memory.Tokens tokens -> tokens.width() >= 0 && tokens.heads() >= 0;
                      case Memory.Latent _, Memory.Nothing _ -> true;
                    });
  }

  private static boolean isPossible(long figure) {
    return figure >= 0 && figure <= 10 * MOST_PARAMETERS;
  }

  private static Optional<NotUnderstood> outOfRange(ConfigFields fields, String prefix) {
    for (Range range : RANGES) {
      for (String name : range.fields()) {
        // As a decimal: a whole number too long for 64 bits is cut to any value at all.
        Optional<Double> value = fields.decimal(name);
        if (value.isPresent() && !(value.get() >= range.least() && value.get() <= range.most())) {
          return Optional.of(
              new NotUnderstood(
                  prefix + name,
                  "%s is not possible, only %d to %d is; correct it, or declare the facts"
                      .formatted(fields.values().get(name), range.least(), range.most())));
        }
      }
    }
    return Optional.empty();
  }

  /** Figures that are possible each, and whose products are beyond whole numbers. */
  private Optional<NotUnderstood> together() {
    double layers = AnatomyReader.layers(language);
    double hidden = language.number(0, "hidden_size", "n_embd", "d_model");
    double heads = language.number(1, "num_attention_heads", "n_head", "n_heads");
    FeedForward forward = new FeedForward(language, (long) hidden);
    double head =
        language.number((long) (hidden / Math.max(1, heads)), "attention_head_dim", "head_dim");
    double experts = (double) forward.experts() * forward.expertWidth();
    double parameters = layers * hidden * (experts + forward.denseWidth() + heads * head);
    double kept = layers * 2 * head * language.number((long) heads, "num_key_value_heads");
    return parameters > MOST_PARAMETERS || kept > MOST_KEPT
        ? Optional.of(
            new NotUnderstood(
                "num_hidden_layers",
                "%.0f layers of a hidden_size of %.0f make %.0e parameters, which no model has; correct them, or declare the facts"
                    .formatted(layers, hidden, parameters)))
        : Optional.empty();
  }
}
