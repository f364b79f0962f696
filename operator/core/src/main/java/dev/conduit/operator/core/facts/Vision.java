// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.facts;

import java.util.Optional;

/**
 * Counts the parameters of a vision tower and of what joins it to the language model: attention
 * {@code 4 w²}, a feed-forward of two matrices (three in Qwen2.5-VL and Pixtral), and a merger of
 * four patches. Source: the families' modelling files in Hugging Face transformers.
 */
final class Vision {
  private Vision() {}

  static long parameters(ConfigFields root, long hidden) {
    Optional<ConfigFields> found = root.object("vision_config");
    if (found.isEmpty()) {
      return 0;
    }
    ConfigFields vision = found.get();
    String name = root.architecture();
    // Qwen2-VL calls the width that it hands on hidden_size; its tower is 1280 wide by default.
    boolean first = name.startsWith("Qwen2VL");
    long width = first ? vision.number(1280, "embed_dim") : vision.number(0, "hidden_size");
    long depth = vision.number(0, "depth", "num_hidden_layers", "layers");
    long inner =
        vision.number(
            Math.round(width * vision.decimal("mlp_ratio").orElse(4.0)), "intermediate_size");
    boolean pixtral = name.startsWith("Mistral3") || name.startsWith("Pixtral");
    long matrices = pixtral || name.startsWith("Qwen2_5_VL") ? 3 : 2;
    long tower = depth * (4 * width * width + matrices * width * inner);
    return tower + joint(name, width, hidden);
  }

  private static long joint(String name, long width, long hidden) {
    if (name.startsWith("Mistral3")) {
      return 4 * width * width + width * hidden + hidden * hidden;
    }
    if (!name.startsWith("Qwen")) {
      return width * hidden + (name.startsWith("Llava") ? hidden * hidden : 0);
    }
    long four = 4 * width;
    long merger = four * four + four * hidden;
    // Qwen3-VL has three more, for what its deeper layers hand over.
    return name.startsWith("Qwen3VL") ? 4 * merger : merger;
  }
}
