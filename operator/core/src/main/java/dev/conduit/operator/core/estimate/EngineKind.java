// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.estimate;

import java.util.Locale;
import java.util.Optional;

/** Engines whose memory is known. */
public enum EngineKind {
  VLLM,
  SGLANG,
  TGI,
  LLAMACPP;

  /** By the name that people write; empty for another. */
  public static Optional<EngineKind> named(String name) {
    return switch (name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "")) {
      case "vllm" -> Optional.of(VLLM);
      case "sglang" -> Optional.of(SGLANG);
      case "tgi", "textgenerationinference" -> Optional.of(TGI);
      case "llamacpp", "llama", "ollama" -> Optional.of(LLAMACPP);
      default -> Optional.empty();
    };
  }
}
