// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of configurations that nobody could serve. */
final class FiguresTest {
  private static final Map<String, Object> PLAIN =
      Map.of(
          "architectures", List.of("LlamaForCausalLM"),
          "num_hidden_layers", 32L,
          "hidden_size", 4096L,
          "intermediate_size", 14336L,
          "num_attention_heads", 32L,
          "num_key_value_heads", 8L,
          "vocab_size", 128256L,
          "max_position_embeddings", 131072L);

  @ParameterizedTest
  @CsvSource({
    "num_hidden_layers, 30000000",
    "num_hidden_layers, 4294967297",
    "num_hidden_layers, -1",
    "num_hidden_layers, 0",
    "hidden_size, -4096",
    "hidden_size, 4294971392",
    "intermediate_size, -1",
    "num_attention_heads, 0",
    "num_attention_heads, 4294967328",
    "num_key_value_heads, 0",
    "num_key_value_heads, -8",
    "head_dim, 0",
    "head_dim, 1000000000",
    "vocab_size, 9223372036854775807",
    "max_position_embeddings, -1000000000000",
    "max_position_embeddings, 9223372036854775807",
    "attn_layer_period, 0",
    "num_local_experts, -1",
  })
  void figureThatNoModelHas_isNamed(String field, long value) {
    NotUnderstood problem = problem(with(field, value));

    assertThat(problem.field()).isEqualTo(field);
    assertThat(problem.why()).contains(String.valueOf(value)).contains("declare the facts");
  }

  @Test
  void figureLongerThan64Bits_isNotCut() {
    BigInteger value = BigInteger.TWO.pow(64).add(BigInteger.valueOf(32));

    assertThat(problem(with("num_hidden_layers", value)).why()).contains(value.toString());
  }

  @Test
  void figuresThatAreTooMuchTogether_areRefused() {
    Map<String, Object> config = new HashMap<>(with("hidden_size", 1L << 20));
    config.put("num_hidden_layers", 9999L);
    config.put("num_local_experts", 60_000L);
    config.put("intermediate_size", 1L << 20);

    assertThat(problem(config).why()).contains("which no model has");
  }

  @Test
  void towerThatIsTooMuch_isRefused() {
    assertThat(
            problem(
                    with(
                        "vision_config",
                        Map.of("hidden_size", 1024L, "depth", 24L, "mlp_ratio", -1e6)))
                .why())
        .contains("declare the facts");
    assertThat(problem(with("vision_config", Map.of("hidden_size", -1024L))).field())
        .isEqualTo("vision_config.hidden_size");
  }

  @Test
  void typesThatAreCountedWithoutEnd_areNotListed() {
    Map<String, Object> counts = Map.of("full_attention", 2_000_000_000L, "mamba", -1L);

    assertThat(problem(with("layer_types", Map.of("counts", counts))).field())
        .isEqualTo("layer_types");
  }

  @Test
  void marksOfWindows_mayBeNumbersOfAnyWidth() {
    Map<String, Object> config = new HashMap<>(with("sliding_window", 128L));
    config.put("num_hidden_layers", 3L);
    config.put("hybrid_layer_pattern", List.of(0L, 1L, 1));

    Anatomy anatomy =
        ((Anatomy.Reading.Known) AnatomyReader.read(new ConfigFields(config))).anatomy();
    assertThat(anatomy.layers())
        .extracting(layer -> ((Memory.Tokens) layer).window())
        .containsExactly(0L, 128L, 128L);
  }

  @Test
  void plainModel_isUnderstood_alsoWithoutAttention() {
    assertThat(AnatomyReader.read(new ConfigFields(PLAIN)))
        .isInstanceOf(Anatomy.Reading.Known.class);
    Map<String, Object> mamba = new HashMap<>(with("num_key_value_heads", 0L));
    mamba.put("architectures", List.of("MambaForCausalLM"));
    assertThat(AnatomyReader.read(new ConfigFields(mamba)))
        .isInstanceOf(Anatomy.Reading.Known.class);
  }

  private static Map<String, Object> with(String field, Object value) {
    Map<String, Object> config = new HashMap<>(PLAIN);
    config.put(field, value);
    return config;
  }

  private static NotUnderstood problem(Map<String, Object> config) {
    return ((Anatomy.Reading.Unknown) AnatomyReader.read(new ConfigFields(config))).problem();
  }
}
