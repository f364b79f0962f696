// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class GgufConfigTest {
  @Test
  void metadata_ofLlama_isUnderstood() {
    Anatomy llama =
        read(
            Map.ofEntries(
                Map.entry("general.architecture", "llama"),
                Map.entry("llama.block_count", 30),
                Map.entry("llama.embedding_length", 576),
                Map.entry("llama.feed_forward_length", 1536),
                Map.entry("llama.attention.head_count", 9),
                Map.entry("llama.attention.head_count_kv", 3),
                Map.entry("llama.context_length", 8192),
                Map.entry("tokenizer.ggml.tokens", 49152L)));

    // SmolLM2 135M, whose output projection is its embedding.
    assertThat(llama.parameters().total() - llama.parameters().head()).isEqualTo(134_515_008);
    assertThat(llama.context()).isEqualTo(8192);
    assertThat(llama.layers()).hasSize(30).containsOnly(Memory.Tokens.ofAll(3, 128));
  }

  @Test
  void layersWithoutKeyValueHeads_keepNoTokens() {
    Anatomy hybrid =
        read(
            Map.of(
                "general.architecture", "nemotron_h",
                "nemotron_h.block_count", 3,
                "nemotron_h.embedding_length", 64,
                "nemotron_h.attention.head_count", 4,
                "nemotron_h.attention.head_count_kv", List.of(0, 2, 0)));

    assertThat(hybrid.layers().stream().filter(Memory.Tokens.class::isInstance)).hasSize(1);
  }

  @Test
  void metadata_withoutLayers_saysWhichFieldIsMissing() {
    assertThat(AnatomyReader.read(GgufConfig.of(Map.of("general.architecture", "clip"))))
        .isInstanceOfSatisfying(
            Anatomy.Reading.Unknown.class,
            unknown -> assertThat(unknown.problem().toString()).contains("num_hidden_layers"));
  }

  private static Anatomy read(Map<String, Object> metadata) {
    return ((Anatomy.Reading.Known) AnatomyReader.read(GgufConfig.of(metadata))).anatomy();
  }
}
