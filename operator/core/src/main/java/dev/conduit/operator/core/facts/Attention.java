// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.facts;

/**
 * Reads a layer's attention: its parameters and what it keeps per token.
 *
 * <p>Source: Hugging Face transformers' modelling files; multi-head latent attention as in the
 * DeepSeek-V2 report (arXiv 2405.04434, section 2.1), its index cache as in vLLM's DeepSeek-V3.2
 * (132 bytes per token and layer: 128 of FP8 and a scale).
 */
final class Attention {
  private static final int INDEX_SCALE_BYTES = 4;

  private final ConfigFields config;
  private final long hidden;
  private final long heads;

  Attention(ConfigFields config, long hidden, long heads) {
    this.config = config;
    this.hidden = hidden;
    this.heads = heads;
  }

  Memory memory(LayerKind kind) {
    if (isLatent()) {
      int width = (int) (config.number(0, "kv_lora_rank") + config.number(64, "qk_rope_head_dim"));
      boolean indexed = config.has("index_head_dim") || config.has("index_n_heads");
      int index = (int) config.number(128, "index_head_dim") + INDEX_SCALE_BYTES;
      return new Memory.Latent(width, indexed ? index : 0);
    }
    long window =
        switch (kind) {
          case SLIDING -> Window.of(config);
          case CHUNKED -> Window.chunk(config);
          case FULL, LINEAR, MAMBA, BOTH, NONE -> 0;
        };
    int width = (int) (headDim(kind) + valueDim(kind));
    boolean chunked = kind == LayerKind.CHUNKED && window > 0;
    boolean uneven = headDim(kind) != valueDim(kind);
    return new Memory.Tokens((int) keyValueHeads(kind), width, window, chunked, uneven);
  }

  Parameters parameters(LayerKind kind) {
    return isLatent() ? latent() : plain(kind);
  }

  /** Parameters of one layer's up-projections from the latent; zero with ordinary attention. */
  long absorbed() {
    return isLatent()
        ? config.number(0, "kv_lora_rank")
            * heads
            * (config.number(128, "qk_nope_head_dim") + config.number(128, "v_head_dim"))
        : 0;
  }

  /** The same where queries and outputs were multiplied out beforehand, as vLLM did before 0.8. */
  long multipliedOut() {
    long query = config.number(hidden, "q_lora_rank");
    return isLatent() ? config.number(0, "kv_lora_rank") * heads * (query + hidden) : 0;
  }

  /** MiniCPM 3 has a latent too, but engines keep what is projected from it. */
  boolean isLatent() {
    return config.number(0, "kv_lora_rank") > 0 && !isProjected();
  }

  private boolean isProjected() {
    return config.architecture().startsWith("MiniCPM3");
  }

  private Parameters plain(LayerKind kind) {
    long head = headDim(kind);
    long keyValue = keyValueHeads(kind);
    long query = hidden * heads * head * (hasOutputGate() ? 2 : 1);
    long output = heads * valueDim(kind) * hidden;
    boolean valueIsKey = kind == LayerKind.FULL && config.flag("attention_k_eq_v", false);
    long key = hidden * keyValue * head;
    long value = valueIsKey ? 0 : hidden * keyValue * valueDim(kind);
    long bias = hasBias() ? heads * head + keyValue * (head + valueDim(kind)) : 0;
    return Parameters.ofAttention(query + output, key + value, 2 * hidden + bias);
  }

  private Parameters latent() {
    long rank = config.number(0, "kv_lora_rank");
    long rope = config.number(64, "qk_rope_head_dim");
    long nope = config.number(128, "qk_nope_head_dim");
    long value = config.number(128, "v_head_dim");
    long low = config.number(0, "q_lora_rank");
    long query = heads * (nope + rope);
    long up = rank * heads * (nope + value) + heads * value * hidden;
    long down = hidden * (rank + rope);
    long index = 0;
    if (config.has("index_n_heads")) {
      long width = config.number(128, "index_head_dim");
      index = low * config.number(64, "index_n_heads") * width + hidden * width;
    }
    return low > 0
        ? Parameters.ofAttention(low * query + up, 0, hidden * low + down + index + 2 * hidden)
        : Parameters.ofAttention(hidden * query + up, 0, down + index + 2 * hidden);
  }

  long headDim(LayerKind kind) {
    if (isProjected()) {
      return config.number(64, "qk_nope_head_dim") + config.number(32, "qk_rope_head_dim");
    }
    // Zamba 2 reads the layer's input beside the model's own.
    long usual = (config.architecture().startsWith("Zamba2") ? 2 : 1) * hidden / heads;
    long plain = config.number(usual, "attention_head_dim", "head_dim");
    // Gemma 4's configuration class gives its full layers heads of 512 when the file says nothing.
    long wide = config.architecture().startsWith("Gemma4") ? 512 : plain;
    return kind == LayerKind.FULL ? config.number(wide, "global_head_dim") : plain;
  }

  private long valueDim(LayerKind kind) {
    if (isProjected()) { // padded to the keys' width
      return headDim(kind);
    }
    return kind == LayerKind.FULL
        ? config.number(headDim(kind), "v_head_dim")
        : config.number(headDim(kind), "swa_v_head_dim", "v_head_dim");
  }

  long keyValueHeads(LayerKind kind) {
    long plain = config.number(multiQuery() ? 1 : heads, "num_key_value_heads", "num_kv_heads");
    return kind == LayerKind.FULL
        ? config.number(plain, "num_global_key_value_heads")
        : config.number(plain, "swa_num_key_value_heads");
  }

  private boolean multiQuery() {
    return config.flag("multi_query", false) && !config.flag("new_decoder_architecture", false);
  }

  private boolean hasOutputGate() {
    String name = config.architecture();
    return config.flag(
        "attn_output_gate", name.startsWith("Qwen3Next") || name.startsWith("Qwen3_5"));
  }

  private boolean hasBias() {
    return config.flag("attention_bias", config.architecture().startsWith("Qwen2"));
  }
}
