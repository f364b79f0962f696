// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.facts;

import java.util.Map;

/**
 * How far back layers look that do not look at all. Families have a window that the file need not
 * say, and that {@code null} turns off. Source: defaults of the configuration classes of Hugging
 * Face transformers.
 */
final class Window {
  private static final Map<String, Long> DEFAULTS =
      Map.of(
          "MistralForCausalLM", 4096L,
          "MinistralForCausalLM", 4096L,
          "Gemma2ForCausalLM", 4096L,
          "Gemma3ForCausalLM", 4096L,
          "Gemma3ForConditionalGeneration", 4096L,
          "GptOssForCausalLM", 128L,
          "Cohere2ForCausalLM", 4096L,
          "Olmo3ForCausalLM", 4096L,
          "Exaone4ForCausalLM", 4096L);

  private Window() {}

  /** Tokens; zero when no layer has a window. */
  static long of(ConfigFields config) {
    long familys = DEFAULTS.getOrDefault(config.architecture(), 0L);
    return Math.max(0, config.defaulted(familys, "sliding_window"));
  }

  /** Tokens of a chunk; zero when no layer is chunked. */
  static long chunk(ConfigFields config) {
    boolean llama4 = config.architecture().startsWith("Llama4");
    return Math.max(0, config.defaulted(llama4 ? 8192 : 0, "attention_chunk_size"));
  }
}
