// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.facts;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads a layer's feed-forward: dense, or experts with those that every token uses. Source: the
 * families' modelling files in Hugging Face transformers.
 */
final class FeedForward {
  private final ConfigFields config;
  private final String architecture;
  private final long hidden;
  private final Set<Long> denseLayers;

  FeedForward(ConfigFields config, long hidden) {
    this.config = config;
    this.architecture = config.architecture();
    this.hidden = hidden;
    this.denseLayers =
        config.list("mlp_only_layers").stream()
            .filter(Number.class::isInstance)
            .map(layer -> ((Number) layer).longValue())
            .collect(Collectors.toUnmodifiableSet());
  }

  Parameters parameters(int layer) {
    if (!isSparse(layer)) {
      return Parameters.ofFeedForward(matrices() * hidden * denseWidth(), 0, 0);
    }
    long latent = config.number(hidden, "moe_latent_size");
    long experts = experts() * matrices() * latent * expertWidth();
    long shared = matrices() * hidden * sharedWidth();
    long toLatent = latent == hidden ? 0 : 2 * hidden * latent;
    // Gemma 4 has a dense feed-forward beside its experts.
    long beside = architecture.startsWith("Gemma4") ? matrices() * hidden * denseWidth() : 0;
    long biases = architecture.startsWith("GptOss") ? experts() * (2 * expertWidth() + hidden) : 0;
    return Parameters.ofFeedForward(
        shared + beside, experts + biases, experts() * hidden + toLatent);
  }

  /** The layer's only part, in families that name them apart, such as Nemotron-H. */
  Parameters parameters(char letter) {
    return letter == 'E'
        ? parameters(Integer.MAX_VALUE)
        : Parameters.ofFeedForward(matrices() * hidden * denseWidth(), 0, 0);
  }

  boolean isSparse(int layer) {
    if (experts() == 0 || denseLayers.contains((long) layer)) {
      return false;
    }
    if (layer < config.number(0, "first_k_dense_replace", "moe_layer_start_index")) {
      return false;
    }
    long step =
        config.number(1, "decoder_sparse_step", "interleave_moe_layer_step", "expert_layer_period");
    long offset = config.number(step - 1, "expert_layer_offset");
    return layer == Integer.MAX_VALUE || step <= 1 || layer % step == offset;
  }

  long experts() {
    return config.number(
        0, "num_experts", "num_local_experts", "n_routed_experts", "moe_num_experts");
  }

  long expertWidth() {
    return config.number(
        config.number(0, "intermediate_size"), "moe_intermediate_size", "expert_intermediate_size");
  }

  long denseWidth() {
    return config.number(0, "intermediate_size_mlp", "intermediate_size", "ffn_dim", "n_inner");
  }

  /** Intermediate elements of one token. */
  long widest() {
    long chosen = config.number(1, "num_experts_per_tok", "moe_top_k") * expertWidth();
    return experts() > 0 ? Math.max(chosen, sharedWidth()) : denseWidth();
  }

  private long sharedWidth() {
    long many = config.number(architecture.startsWith("Llama4") ? 1 : 0, "n_shared_experts");
    // Nemotron-H's shared expert is twice as wide as a routed one unless the file says it.
    long one = architecture.startsWith("NemotronH") ? 2 * expertWidth() : expertWidth();
    return config.has("shared_expert_intermediate_size")
        ? config.number(0, "shared_expert_intermediate_size")
        : many * config.number(one, "moe_shared_expert_intermediate_size");
  }

  /** Three with a gate, two without. */
  private long matrices() {
    String act = config.text("", "mlp_hidden_act", "activation_function");
    boolean plain =
        act.equals("relu2")
            || architecture.matches(
                "(OPT|GPT2|GPTBigCode|GPTNeoX|GPTJ|Falcon|Phi|Bloom|MPT|Starcoder2|NemotronH?)ForCausalLM"
                    + "|Bert.*|Roberta.*|XLMRoberta.*");
    return plain ? 2 : 3;
  }
}
