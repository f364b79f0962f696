// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.facts.Anatomy;
import dev.conduit.operator.core.facts.AnatomyReader;
import dev.conduit.operator.core.facts.ConfigFields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One model of each architecture class, with figures counted by hand. */
class EstimatorTest {
  private static final long GIB = 1L << 30;

  private static final Map<String, Object> LLAMA_8B =
      Map.ofEntries(
          Map.entry("architectures", List.of("LlamaForCausalLM")),
          Map.entry("hidden_size", 4096),
          Map.entry("num_hidden_layers", 32),
          Map.entry("num_attention_heads", 32),
          Map.entry("num_key_value_heads", 8),
          Map.entry("intermediate_size", 14336),
          Map.entry("vocab_size", 128256),
          Map.entry("tie_word_embeddings", false),
          Map.entry("max_position_embeddings", 131072));

  private static final Map<String, Object> GEMMA_3_27B =
      Map.ofEntries(
          Map.entry("architectures", List.of("Gemma3ForConditionalGeneration")),
          Map.entry(
              "text_config",
              Map.of(
                  "hidden_size",
                  5376,
                  "num_hidden_layers",
                  62,
                  "num_attention_heads",
                  32,
                  "num_key_value_heads",
                  16,
                  "head_dim",
                  128,
                  "intermediate_size",
                  21504,
                  "sliding_window",
                  1024,
                  "vocab_size",
                  262208)));

  private static final Map<String, Object> DEEPSEEK_V3 =
      Map.ofEntries(
          Map.entry("architectures", List.of("DeepseekV3ForCausalLM")),
          Map.entry("hidden_size", 7168),
          Map.entry("num_hidden_layers", 61),
          Map.entry("num_attention_heads", 128),
          Map.entry("num_key_value_heads", 128),
          Map.entry("intermediate_size", 18432),
          Map.entry("moe_intermediate_size", 2048),
          Map.entry("vocab_size", 129280),
          Map.entry("n_routed_experts", 256),
          Map.entry("n_shared_experts", 1),
          Map.entry("num_experts_per_tok", 8),
          Map.entry("first_k_dense_replace", 3),
          Map.entry("kv_lora_rank", 512),
          Map.entry("qk_rope_head_dim", 64),
          Map.entry("qk_nope_head_dim", 128),
          Map.entry("v_head_dim", 128),
          Map.entry("q_lora_rank", 1536));

  private static final Map<String, Object> QWEN_3_5_27B =
      Map.ofEntries(
          Map.entry("architectures", List.of("Qwen3_5ForConditionalGeneration")),
          Map.entry("hidden_size", 5120),
          Map.entry("num_hidden_layers", 64),
          Map.entry("num_attention_heads", 24),
          Map.entry("num_key_value_heads", 4),
          Map.entry("head_dim", 256),
          Map.entry("intermediate_size", 17408),
          Map.entry("vocab_size", 248320),
          Map.entry("full_attention_interval", 4),
          Map.entry("linear_num_key_heads", 16),
          Map.entry("linear_num_value_heads", 48),
          Map.entry("linear_key_head_dim", 128),
          Map.entry("linear_value_head_dim", 128),
          Map.entry("linear_conv_kernel_dim", 4));

  @Test
  void parameters_llama8b_areThoseOfItsFiles() {
    // 2 tables of 128256 x 4096, 32 layers of 2 x 4096^2 + 2 x 4096 x 1024 + 3 x 4096 x 14336,
    // norms.
    assertThat(anatomy(LLAMA_8B).parameters().total()).isEqualTo(8_030_261_248L);
  }

  @Test
  void parameters_deepseekV3_areThoseOfItsPaper() {
    // The report says 671 B; the GGUF copy of the same weights has 671.026 B.
    assertThat(anatomy(DEEPSEEK_V3).parameters().total() / 1e9).isBetween(670.9, 671.2);
  }

  @Test
  void bytesPerToken_groupedHeads_copiesThemWhenDevicesOutnumberThem() {
    // 2 x 32 layers x 8 heads x 128 x 2 bytes.
    assertThat(pool(LLAMA_8B, setup(1)).bytesPerToken()).isEqualTo(131_072);
    assertThat(pool(LLAMA_8B, setup(8)).bytesPerToken()).isEqualTo(131_072 / 8);
    assertThat(pool(LLAMA_8B, setup(16)).bytesPerToken()).isEqualTo(131_072 / 8);
  }

  @Test
  void bytesPerToken_latent_isTheSameOnEveryDevice() {
    // 61 x (512 + 64) x 2 bytes.
    assertThat(pool(DEEPSEEK_V3, setup(1)).bytesPerToken()).isEqualTo(70_272);
    assertThat(pool(DEEPSEEK_V3, setup(8)).bytesPerToken()).isEqualTo(70_272);
  }

  @Test
  void tokens_slidingWindow_printsWhatVllmPrinted() {
    // Case ix-13: 52 windowed and 10 full layers make 7 groups of 10; 89,994 pages of 1.25 MiB.
    Setup setup = withMaxModelLen(setup(1), 4096);
    assertThat(pool(GEMMA_3_27B, setup).pages(89_994L * 10 * 131_072)).isEqualTo(89_994);
    assertThat(pool(GEMMA_3_27B, setup).tokens(89_994L * 10 * 131_072)).isEqualTo(205_696);
  }

  @Test
  void tokens_recurrentState_forcesTheBlock() {
    // State 48 x 128 x 128 x 4 + 3 x 10,240 x 2 bytes; 4,096 bytes a token: 784 tokens a block.
    long page = 784L * 4096 * 16;
    Setup setup = withMaxModelLen(setup(1), 8192);
    assertThat(pool(QWEN_3_5_27B, setup).pages(100 * page)).isEqualTo(100);
    assertThat(pool(QWEN_3_5_27B, setup).tokens(100 * page)).isEqualTo(100 / 4 * 784);
  }

  @Test
  void estimate_partsTogether_areTheBudget() {
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      Estimate estimate = estimate(LLAMA_8B, random(random));
      assertThat(estimate.parts().stream().mapToLong(Estimate.Part::bytes).sum())
          .isEqualTo(estimate.budget().orElseThrow());
      assertThat(estimate.kv().orElseThrow()).isNotNegative();
      assertThat(estimate.weights().orElseThrow()).isPositive();
    }
  }

  @Test
  void needed_longerContext_isNeverLess() {
    for (Map<String, Object> config : List.of(LLAMA_8B, GEMMA_3_27B, DEEPSEEK_V3, QWEN_3_5_27B)) {
      long before = 0;
      for (long length = 512; length <= 131_072; length *= 2) {
        long needed = pool(config, withMaxModelLen(setup(1), length)).needed();
        assertThat(needed).isGreaterThanOrEqualTo(before);
        before = needed;
      }
    }
  }

  @Test
  void weights_moreDevices_areNeverMore() {
    for (Map<String, Object> config : List.of(LLAMA_8B, GEMMA_3_27B, DEEPSEEK_V3, QWEN_3_5_27B)) {
      long before = Long.MAX_VALUE;
      for (int tensor = 1; tensor <= 16; tensor *= 2) {
        long weights = estimate(config, setup(tensor)).weights().orElseThrow();
        assertThat(weights).isLessThanOrEqualTo(before);
        before = weights;
      }
    }
  }

  @Test
  void activation_moreSequences_isNeverLess() {
    long before = 0;
    for (long sequences = 1; sequences <= 4096; sequences *= 4) {
      Setup.Tuning tuning =
          new Setup.Tuning(
              OptionalLong.of(sequences),
              OptionalLong.empty(),
              false,
              0,
              0,
              0,
              OptionalLong.empty());
      long now = new Overhead(anatomy(LLAMA_8B), tuned(setup(1), tuning)).activation();
      assertThat(now).isGreaterThanOrEqualTo(before);
      before = now;
    }
  }

  @Test
  void weights_gptOss_areNotCountedTwice() {
    Map<String, Object> config = new HashMap<>(LLAMA_8B);
    config.putAll(
        Map.of(
            "architectures", List.of("GptOssForCausalLM"),
            "hidden_size", 2880,
            "num_hidden_layers", 36,
            "num_attention_heads", 64,
            "head_dim", 64,
            "intermediate_size", 2880,
            "num_local_experts", 128,
            "vocab_size", 201088,
            "sliding_window", 128));
    Loaded model = new Loaded(Optional.of(anatomy(config)), 0, false, Storage.of("mxfp4", true));
    // Measured: 64.38 to 65.97 GiB.
    assertThat(Estimator.estimate(model, setup(1)).weights().orElseThrow() / (double) GIB)
        .isBetween(63.0, 66.0);
  }

  @Test
  void read_layersMissing_namesTheField() {
    Map<String, Object> config = new HashMap<>(LLAMA_8B);
    config.remove("num_hidden_layers");
    assertThat(AnatomyReader.read(new ConfigFields(config)))
        .isInstanceOfSatisfying(
            Anatomy.Reading.Unknown.class,
            unknown -> assertThat(unknown.problem().field()).isEqualTo("num_hidden_layers"));
  }

  private static Setup random(Random random) {
    return new Setup(
        EngineKind.VLLM,
        EngineVersion.parse("0." + random.nextInt(5, 33) + ".1"),
        new Accelerator("H100", Bytes.ofGib(8 + random.nextInt(200))),
        1 << random.nextInt(5),
        1,
        OptionalLong.of(1 + random.nextInt(200_000)),
        OptionalDouble.of(0.05 + 0.95 * random.nextDouble()),
        random.nextBoolean() ? "auto" : "fp8",
        OptionalLong.empty(),
        Setup.Tuning.DEFAULT);
  }

  private static Setup setup(int tensor) {
    return new Setup(
        EngineKind.VLLM,
        EngineVersion.parse("0.19.0"),
        new Accelerator("NVIDIA H200", Bytes.ofGib(139.8)),
        tensor,
        1,
        OptionalLong.of(8192),
        OptionalDouble.empty(),
        "auto",
        OptionalLong.empty(),
        Setup.Tuning.DEFAULT);
  }

  private static Setup withMaxModelLen(Setup setup, long tokens) {
    return setup.withMaxModelLen(tokens);
  }

  private static Setup tuned(Setup setup, Setup.Tuning tuning) {
    return new Setup(
        setup.engine(),
        setup.version(),
        setup.gpu(),
        setup.tensor(),
        setup.pipeline(),
        setup.maxModelLen(),
        setup.utilization(),
        setup.kvType(),
        setup.blockSize(),
        tuning);
  }

  private static KvPool pool(Map<String, Object> config, Setup setup) {
    return new KvPool(anatomy(config), setup);
  }

  private static Estimate estimate(Map<String, Object> config, Setup setup) {
    return Estimator.estimate(
        new Loaded(Optional.of(anatomy(config)), 0, false, Storage.of("", false)), setup);
  }

  private static Anatomy anatomy(Map<String, Object> config) {
    return switch (AnatomyReader.read(new ConfigFields(config))) {
      case Anatomy.Reading.Known(Anatomy anatomy) -> anatomy;
      case Anatomy.Reading.Unknown unknown -> throw new AssertionError(unknown);
    };
  }
}
