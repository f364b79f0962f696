// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.operator.core.knowledge.ModelKnowledge;
import dev.conduit.operator.core.model.ModelId;
import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.Obstacle;
import dev.conduit.operator.core.observed.WeightPart;
import dev.conduit.testkit.model.Checkpoints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pod says of a claim, from its folder to the planner. */
final class FactsMessageTest {
  private static final String WHAT = "\"pvc://models/oss\"";
  private static final String FROM = "claim \"models\"";
  private static final ModelId ID = ModelId.parse("pvc://models/oss");

  @TempDir Path mount;

  @Test
  void folderOfARealModel_isSizedTheSame_fromFewBytes() throws IOException {
    Checkpoints.gptOss20b(mount.resolve("oss"));
    ModelReading.Headers read = (ModelReading.Headers) ModelFolders.mounted(ID, mount);

    ModelReading.Headers heard = (ModelReading.Headers) heard(read);

    assertThat(heard.bytes()).isEqualTo(read.bytes());
    assertThat(ModelKnowledge.counted(heard)).isEqualTo(ModelKnowledge.counted(read));
    assertThat(heard.from()).isEqualTo(FROM);
    assertThat(heard.config().size()).isLessThan(read.config().size());
  }

  @Test
  void configurationOfMegabytes_isSaidByItsNeededFields_nestedOnesToo() {
    List<String> ignored = IntStream.range(0, 50_000).mapToObj(i -> "model.layers." + i).toList();
    Map<String, Object> quantization =
        Map.of("quant_method", "gptq", "bits", 4L, "modules_to_not_convert", ignored);
    Map<String, Object> text = new HashMap<>(llama());
    text.put("id2label", ignored);
    ModelReading.Headers read =
        headers(Map.of("text_config", text, "quantization_config", quantization), Set.of());

    ModelReading.Headers heard = (ModelReading.Headers) heard(read);

    assertThat(ModelKnowledge.counted(heard)).isEqualTo(ModelKnowledge.counted(read));
    assertThat(heard.config().get("quantization_config"))
        .isEqualTo(Map.of("quant_method", "gptq", "bits", 4L));
  }

  @Test
  void nullThatTurnsADefaultOff_isSaid() {
    Map<String, Object> fields = new HashMap<>(llama());
    fields.put("architectures", List.of("MistralForCausalLM"));
    fields.put("model_type", "mistral");
    fields.put("sliding_window", null);
    ModelReading.Headers read = headers(fields, Set.of());

    assertThat(ModelKnowledge.counted((ModelReading.Headers) heard(read)))
        .isEqualTo(ModelKnowledge.counted(read));
  }

  @Test
  void modulesWithoutNumber_areNamedByTheFirstFew() {
    Set<String> many =
        Set.copyOf(IntStream.range(0, 900).mapToObj(i -> "x".repeat(500) + i).toList());

    ModelReading.Headers heard = (ModelReading.Headers) heard(headers(llama(), many));

    assertThat(heard.unknown()).isNotEmpty().hasSizeLessThan(9);
  }

  @Test
  void configurationThatDoesNotFit_isSaidSo_withTheWayOut() {
    Map<String, Object> fields = new HashMap<>(llama());
    fields.put("num_hidden_layers", 600L);
    fields.put("sliding_window", 512L);
    fields.put(
        "layer_types",
        IntStream.range(0, 600)
            .mapToObj(layer -> layer % 3 == 0 ? "full_attention" : "sliding_attention")
            .toList());

    assertThat(heard(headers(fields, Set.of())))
        .isInstanceOfSatisfying(
            ModelReading.Obstructed.class,
            said -> {
              assertThat(said.obstacle()).isEqualTo(Obstacle.UNSUPPORTED);
              assertThat(said.why()).contains("pvc://models/oss", "4096", "spec.models[0].facts");
            });
  }

  @Test
  void pathThatIsNotThere_isSaidInWordsOfTheClaim() {
    assertThat(heard(ModelFolders.mounted(ID, mount)))
        .isEqualTo(
            new ModelReading.Obstructed(
                Obstacle.MISSING,
                "\"pvc://models/oss\": oss is not there; copy a folder with config.json and safetensors, or a .gguf file, to that path of claim \"models\""));
  }

  @Test
  void damagedFile_isNamedWithItsClaim() throws IOException {
    Files.writeString(mount.resolve("m.gguf"), "not a model");

    assertThat(heard(ModelFolders.mounted(ModelId.parse("pvc://models/m.gguf"), mount)))
        .isInstanceOfSatisfying(
            ModelReading.Obstructed.class,
            said -> {
              assertThat(said.obstacle()).isEqualTo(Obstacle.UNREADABLE);
              assertThat(said.why()).contains("m.gguf", "claim \"models\"", "spec.models[0].facts");
            });
  }

  @Test
  void wordsOfAnObstacle_areOneLineOfBoundedLength() {
    String said =
        "{\"format\":1,\"obstacle\":\"MISSING\",\"why\":\"a\\u001b[31m\\r\\nb\\u202e%s\"}"
            .formatted("c".repeat(2000));

    ModelReading.Obstructed heard = (ModelReading.Obstructed) FactsMessage.decode(said, WHAT, FROM);

    assertThat(heard.why()).startsWith("a [31m b ccc").hasSizeLessThan(1100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "OOMKilled",
        "{}",
        "{\"format\":2,\"bytes\":{\"HEAD\":1},\"config\":{}}",
        "{\"format\":1}",
        "{\"format\":1,\"obstacle\":\"MISSING\"}",
        "{\"format\":1,\"obstacle\":\"PARDONED\",\"why\":\"x\"}",
        "{\"format\":1,\"bytes\":{\"HEAD\":1}}",
        "{\"format\":1,\"bytes\":{},\"config\":{}}",
        "{\"format\":1,\"bytes\":{\"HEAD\":0},\"config\":{}}",
        "{\"format\":1,\"bytes\":{\"HEAD\":-1},\"config\":{}}",
        "{\"format\":1,\"bytes\":{\"HEAD\":null},\"config\":{}}",
        "{\"format\":1,\"bytes\":{\"TOE\":1},\"config\":{}}",
        "{\"format\":1,\"bytes\":{\"HEAD\":9223372036854775807},\"config\":{}}",
        "{\"format\":1,\"bytes\":{\"HEAD\":99999999999999999999},\"config\":{}}",
        "{\"format\":1,\"bytes\":{\"HEAD\":1},\"config\":[]}",
        "{\"format\":1,\"bytes\":{\"HEAD\":1},\"config\":{},\"surprise\":1}",
        "{\"format\":1,\"bytes\":{\"HEAD\":1},\"config\":{}} {}",
        "{\"format\":1,\"bytes\":{\"HEAD\":1},\"config\":{\"a\":1e999999999999999999999999999999999}}"
      })
  void whatMakesNoSense_isSaidSo_andIsNoVerdict(String said) {
    assertSenseless(said);
  }

  @Test
  void nestingWithoutEnd_andEndlessWords_makeNoSense() {
    assertSenseless(
        "{\"format\":1,\"bytes\":{\"HEAD\":1},\"config\":{\"a\":%s%s}}"
            .formatted("[".repeat(1500), "]".repeat(1500)));
    assertSenseless("x".repeat(1 << 20));
  }

  /** Figures that no model has are for the reader of configurations, as those of any source. */
  @Test
  void absurdFigures_areNotUnderstood() {
    ModelReading heard =
        FactsMessage.decode(
            "{\"format\":1,\"bytes\":{\"HEAD\":1},\"config\":{\"num_hidden_layers\":99999999999}}",
            WHAT,
            FROM);

    assertThat(ModelKnowledge.counted((ModelReading.Headers) heard).toString())
        .contains("Incomprehensible");
  }

  private static void assertSenseless(String said) {
    assertThat(FactsMessage.decode(said, WHAT, FROM))
        .isInstanceOfSatisfying(
            ModelReading.Obstructed.class,
            heard -> {
              assertThat(heard.obstacle()).isEqualTo(Obstacle.UNREACHABLE);
              assertThat(heard.why())
                  .contains(FROM, WHAT, "makes no sense", "spec.models[0].facts")
                  .hasSizeLessThan(300);
            });
  }

  private static ModelReading heard(ModelReading read) {
    String said = FactsMessage.encode(WHAT, read);
    assertThat(said.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(4096);
    return FactsMessage.decode(said, WHAT, FROM);
  }

  private static ModelReading.Headers headers(Map<String, Object> config, Set<String> unknown) {
    return new ModelReading.Headers(
        config, Map.of(WeightPart.ATTENTION, 8_000_000_000L), unknown, false, FROM);
  }

  private static Map<String, Object> llama() {
    return Map.of(
        "architectures",
        List.of("LlamaForCausalLM"),
        "num_hidden_layers",
        32L,
        "hidden_size",
        4096L,
        "num_attention_heads",
        32L,
        "num_key_value_heads",
        8L,
        "vocab_size",
        128_256L,
        "intermediate_size",
        14_336L,
        "max_position_embeddings",
        8192L,
        "torch_dtype",
        "bfloat16");
  }
}
