// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                "nemotron_h.attention.head_count_kv", List.of(0, 2, 0),
                "nemotron_h.feed_forward_length", List.of(0, 0, 128),
                "nemotron_h.ssm.inner_size", 128,
                "nemotron_h.ssm.state_size", 16,
                "nemotron_h.ssm.conv_kernel", 4));

    assertThat(hybrid.layers())
        .containsExactly(
            new Memory.State(128, 3, 128 * 16, 4, false),
            Memory.Tokens.ofAll(2, 32),
            new Memory.Nothing());
  }

  /** Granite 4.0 H Tiny's figures, of its GGUF file: one layer in ten has heads. */
  @Test
  void hybridOfMamba2_hasTheStatesOfLlamaCpp() {
    Anatomy granite =
        read(
            Map.ofEntries(
                Map.entry("general.architecture", "granitehybrid"),
                Map.entry("granitehybrid.block_count", 2),
                Map.entry("granitehybrid.embedding_length", 1536),
                Map.entry("granitehybrid.attention.head_count", 12),
                Map.entry("granitehybrid.attention.head_count_kv", List.of(0, 4)),
                Map.entry("granitehybrid.ssm.conv_kernel", 4),
                Map.entry("granitehybrid.ssm.state_size", 128),
                Map.entry("granitehybrid.ssm.group_count", 1),
                Map.entry("granitehybrid.ssm.inner_size", 3072),
                Map.entry("granitehybrid.ssm.time_step_rank", 48)));

    assertThat(granite.layers())
        .containsExactly(
            new Memory.State(3072 + 2 * 128, 3, 3072 * 128, 4, true),
            Memory.Tokens.ofAll(4, 2 * 128));
  }

  @Test
  void mambaAlone_hasNoHeads() {
    Anatomy mamba =
        read(
            Map.ofEntries(
                Map.entry("general.architecture", "mamba"),
                Map.entry("mamba.block_count", 2),
                Map.entry("mamba.embedding_length", 768),
                Map.entry("mamba.attention.head_count", 0),
                Map.entry("mamba.feed_forward_length", 0),
                Map.entry("mamba.ssm.conv_kernel", 4),
                Map.entry("mamba.ssm.state_size", 16),
                Map.entry("mamba.ssm.inner_size", 1536),
                Map.entry("mamba.ssm.time_step_rank", 48)));

    assertThat(mamba.layers())
        .hasSize(2)
        .containsOnly(new Memory.State(1536, 3, 1536 * 16, 4, false));
  }

  /** Its recurrent state is 786,432 elements a layer, its convolution's 30,720. */
  @Test
  void deltaNet_hasTheStatesOfLlamaCpp() {
    Anatomy qwen =
        read(
            Map.ofEntries(
                Map.entry("general.architecture", "qwen35"),
                Map.entry("qwen35.block_count", 4),
                Map.entry("qwen35.embedding_length", 5120),
                Map.entry("qwen35.attention.head_count", 24),
                Map.entry("qwen35.attention.head_count_kv", 4),
                Map.entry("qwen35.attention.key_length", 256),
                Map.entry("qwen35.attention.value_length", 256),
                Map.entry("qwen35.full_attention_interval", 4),
                Map.entry("qwen35.ssm.conv_kernel", 4),
                Map.entry("qwen35.ssm.state_size", 128),
                Map.entry("qwen35.ssm.group_count", 16),
                Map.entry("qwen35.ssm.inner_size", 6144),
                Map.entry("qwen35.ssm.time_step_rank", 48)));

    assertThat(qwen.layers().subList(0, 3))
        .containsOnly(new Memory.State(10_240, 3, 786_432, 4, false));
    assertThat(qwen.layers().getLast()).isEqualTo(Memory.Tokens.ofAll(4, 512));
  }

  @Test
  void layersWithBoth_areFalconsOwn() {
    Anatomy falcon =
        read(
            Map.ofEntries(
                Map.entry("general.architecture", "falcon-h1"),
                Map.entry("falcon-h1.block_count", 1),
                Map.entry("falcon-h1.embedding_length", 1024),
                Map.entry("falcon-h1.attention.head_count", 8),
                Map.entry("falcon-h1.attention.head_count_kv", 2),
                Map.entry("falcon-h1.ssm.conv_kernel", 4),
                Map.entry("falcon-h1.ssm.state_size", 128),
                Map.entry("falcon-h1.ssm.group_count", 1),
                Map.entry("falcon-h1.ssm.inner_size", 1536),
                Map.entry("falcon-h1.ssm.time_step_rank", 24)));

    assertThat(falcon.layers())
        .containsExactly(
            Memory.Tokens.ofAll(2, 256), new Memory.State(1792, 3, 1536 * 128, 4, true));
  }

  @ParameterizedTest
  @CsvSource({
    "rwkv7, wkv.head_size, rwkv7.wkv.head_size",
    "kimi-linear, kda.head_dim, kimi-linear.kda.head_dim",
    "jamba, some.key, jamba.ssm.inner_size",
    "lfm2, some.key, lfm2.shortconv.l_cache"
  })
  void stateThatIsNotUnderstood_isNamedByItsKey(String architecture, String key, String named) {
    Map<String, Object> metadata =
        Map.of(
            "general.architecture",
            architecture,
            architecture + ".block_count",
            2,
            architecture + ".embedding_length",
            64,
            architecture + ".attention.head_count",
            4,
            architecture + "." + key,
            64);

    assertThat(AnatomyReader.read(GgufConfig.of(metadata)))
        .isInstanceOfSatisfying(
            Anatomy.Reading.Unknown.class,
            unknown -> assertThat(unknown.problem().field()).isEqualTo(named));
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
