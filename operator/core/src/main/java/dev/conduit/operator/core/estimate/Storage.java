// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.estimate;

import dev.conduit.operator.core.facts.Parameters;
import dev.conduit.operator.core.model.Quantization;
import java.util.Locale;

/**
 * Bytes that a parameter takes once loaded, by what it is. Tables, norms, routers and vision towers
 * keep the model's own type in every one of these.
 *
 * @param name of the scheme
 * @param attention projections of attention
 * @param dense feed-forward
 * @param experts routed
 * @param mixer linear attention and state space
 * @param uncertainty share by which the weights may be off, for checkpoints choose themselves which
 *     layers they leave wide
 */
public record Storage(
    String name, double attention, double dense, double experts, double mixer, double uncertainty) {

  /** 4 bits, and for each 128 of them a 16-bit scale and a 4-bit zero. Source: the AWQ format. */
  private static final double GROUPED_4 = 0.5 + 2.5 / 128;

  /** 4 bits, and for each 64 an 8-bit scale. Source: QLoRA (arXiv 2305.14314), section 3. */
  private static final double NF4 = 0.5 + 1.0 / 64;

  /** 4 bits, and for each 16 an 8-bit scale. Source: NVIDIA's NVFP4 format. */
  private static final double NVFP4 = 0.5 + 1.0 / 16;

  /** 4 bits, and for each 32 an 8-bit scale. Source: OCP Microscaling Formats 1.0. */
  private static final double MXFP4 = 0.5 + 1.0 / 32;

  private static final String PLAIN = "16-bit";

  /** The scheme that a name or description means; plain when it means none. */
  public static Storage of(String description, boolean sparse) {
    String text = description.toLowerCase(Locale.ROOT);
    if (text.contains("mxfp4")) {
      return new Storage("mxfp4", 2, 2, MXFP4, 2, 0.03);
    }
    if (text.matches(".*(nvfp4|modelopt_fp4|w4a4|fp4).*")) {
      // Mixtures of experts leave attention wide, dense models do not.
      return new Storage("nvfp4", sparse ? 2 : NVFP4, NVFP4, NVFP4, 1, 0.08);
    }
    if (text.matches(".*(bitsandbytes|bnb|nf4|load_in_4bit).*")) {
      return text.matches(".*(8bit|8-bit|int8).*")
          ? new Storage("int8", 1, 1, 1, 1, 0.05)
          : new Storage("bitsandbytes", NF4, NF4, NF4, NF4, 0.08);
    }
    if (text.matches(".*(awq|gptq|int4|w4a16|autoround|auto-round|4bit|4-bit|pack-quantized).*")
        && !text.matches(".*(int8|8bit|8-bit|w8a16).*")) {
      return new Storage("int4", GROUPED_4, GROUPED_4, GROUPED_4, GROUPED_4, 0.06);
    }
    if (text.matches(".*(fp8|float8|e4m3|int8|w8a8|w8a16|8bit|8-bit|wna16|modelopt).*")) {
      return new Storage("8-bit", 1, 1, 1, 1, 0.04);
    }
    if (text.contains("compressed-tensors")) {
      return new Storage("8-bit", 1, 1, 1, 1, 0.10);
    }
    return new Storage(PLAIN, 2, 2, 2, 2, 0.015);
  }

  /** A GGUF file's: the average over its tensors, whose types are mixed. */
  public static Storage ofGguf(String description) {
    return Quantization.ofGgufName(description)
        .map(type -> uniform(type.getKey(), type.getValue()))
        .orElseGet(() -> uniform("gguf", 2));
  }

  /** Bytes that a person counted, whatever the type: parameters are half of them. */
  public static Storage declared() {
    return new Storage("declared", 2, 2, 2, 2, 0.015);
  }

  /**
   * The same for bytes that were counted in the files: parameters are half of them. What is then
   * unsure is what engines add to them.
   *
   * @param gguf whether they are in a GGUF file, which is loaded as it is
   */
  public Storage counted(boolean gguf) {
    return new Storage(gguf ? "gguf" : name, 2, 2, 2, 2, gguf ? 0.005 : 0.015);
  }

  /** The same for a parameter count that only a name tells. */
  public Storage guessed() {
    return new Storage(name, attention, dense, experts, mixer, 0.20);
  }

  private static Storage uniform(String name, double bytes) {
    return new Storage(name, bytes, bytes, bytes, bytes, 0.08);
  }

  /** Bytes of the files that hold the parameters. */
  public double bytesOf(Parameters p) {
    return attention * (p.attention() + p.keyValue())
        + dense * p.dense()
        + experts * p.experts()
        + mixer * p.mixer()
        + 2.0 * (p.embedding() + p.head() + p.copied() + p.vision());
  }

  /** Whether nothing is quantised. */
  public boolean isPlain() {
    return name.equals(PLAIN);
  }
}
