// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.facts;

import java.util.Optional;

/**
 * Reads layers whose state does not grow: Mamba 1 and 2, gated delta nets, Kimi's delta attention,
 * lightning attention, short convolutions.
 *
 * <p>Source: vLLM's {@code MambaStateShapeCalculator} and {@code MambaStateDtypeCalculator}: the
 * recurrent state has the model's own type unless the configuration or the family says 32 bits.
 */
final class StateSpace {
  private final ConfigFields config;
  private final long hidden;
  private final long heads;
  private final int elementBytes;

  StateSpace(ConfigFields config, long hidden, long heads, int elementBytes) {
    this.config = config;
    this.hidden = hidden;
    this.heads = heads;
    this.elementBytes = elementBytes;
  }

  Memory memory(LayerKind kind) {
    if (kind != LayerKind.LINEAR) {
      return mamba();
    }
    if (config.has("linear_num_value_heads")) {
      long state = valueHeads() * valueDim() * keyDim();
      return new Memory.State(2 * keys() + values(), kernel() - 1, state, stateBytes(), false);
    }
    Optional<ConfigFields> kimi = config.object("linear_attn_config");
    if (kimi.isPresent()) {
      long many = kimi.get().number(heads, "num_heads");
      long width = kimi.get().number(128, "head_dim");
      int steps = (int) kimi.get().number(4, "short_conv_kernel_size") - 1;
      return new Memory.State(3 * many * width, steps, many * width * width, 4, false);
    }
    if (config.has("conv_L_cache")) {
      int steps = (int) config.number(3, "conv_L_cache") - 1;
      return new Memory.State(hidden, steps, 0, elementBytes, false);
    }
    long width = config.number(hidden / heads, "head_dim");
    return new Memory.State(0, 0, heads * width * width, 4, false);
  }

  Parameters parameters(LayerKind kind) {
    if (kind == LayerKind.LINEAR) {
      return Parameters.ofMixer(linear());
    }
    long groups = 2 * groups() * stateSize();
    long in = isFirst() ? 2 * inner() : 2 * inner() + groups + mambaHeads();
    long convolution = (inner() + (isFirst() ? 0 : groups)) * kernel();
    long steps = isFirst() ? inner() * (2 * stateSize() + hidden / 16 * 2) : 0;
    return Parameters.ofMixer(hidden * in + convolution + steps + inner() * hidden);
  }

  private long linear() {
    if (config.has("linear_num_value_heads")) {
      return hidden * (2 * keys() + 2 * values() + 2 * valueHeads())
          + (2 * keys() + values()) * kernel()
          + values() * hidden;
    }
    if (config.has("conv_L_cache")) {
      return 4 * hidden * hidden;
    }
    long width = config.number(hidden / heads, "head_dim") * heads;
    return 5 * hidden * width;
  }

  private Memory mamba() {
    long convolution = inner() + (isFirst() ? 0 : 2 * groups() * stateSize());
    long state = inner() * stateSize();
    return new Memory.State(convolution, kernel() - 1, state, stateBytes(), !isFirst());
  }

  /** Mamba 1 has no heads. */
  private boolean isFirst() {
    return mambaHeads() == 0;
  }

  private long mambaHeads() {
    long counted = config.has("mamba_d_head") ? inner() / config.number(64, "mamba_d_head") : 0;
    return isPlainSecond()
        ? config.number(counted, "num_heads")
        : config.number(counted, "mamba_num_heads", "mamba_n_heads", "n_mamba_heads");
  }

  /** Mamba 2 without attention: its heads are the model's. */
  private boolean isPlainSecond() {
    return config.architecture().startsWith("Mamba2");
  }

  private long inner() {
    long declared =
        config.number(0, "mamba_num_heads", "mamba_n_heads")
            * config.number(0, "mamba_head_dim", "mamba_d_head");
    long expanded = config.number(2, "expand", "mamba_expand") * hidden;
    return declared > 0
        ? declared
        : config.number(expanded, "mamba_d_ssm", "intermediate_size_ssm");
  }

  private long groups() {
    return config.number(1, "n_groups", "mamba_n_groups", "mamba_ngroups");
  }

  private long stateSize() {
    return config.number(
        config.has("mamba_num_heads") ? 128 : 16, "ssm_state_size", "mamba_d_state", "state_size");
  }

  private int kernel() {
    return (int)
        config.number(4, "linear_conv_kernel_dim", "conv_kernel", "mamba_d_conv", "d_conv");
  }

  private long valueHeads() {
    return config.number(0, "linear_num_value_heads");
  }

  private long valueDim() {
    return config.number(128, "linear_value_head_dim");
  }

  private long keyDim() {
    return config.number(128, "linear_key_head_dim");
  }

  private long keys() {
    return config.number(0, "linear_num_key_heads") * keyDim();
  }

  private long values() {
    return valueHeads() * valueDim();
  }

  private int stateBytes() {
    String type = config.text("", "mamba_ssm_dtype", "mamba_ssm_cache_dtype");
    String name = config.architecture();
    boolean wide = name.startsWith("Qwen3_5") || name.startsWith("NemotronH");
    return type.isEmpty() ? (wide ? 4 : elementBytes) : (type.equals("float32") ? 4 : 2);
  }
}
