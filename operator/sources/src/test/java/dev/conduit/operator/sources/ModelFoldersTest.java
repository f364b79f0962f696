// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.operator.core.model.ModelId;
import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.Obstacle;
import dev.conduit.operator.core.observed.WeightPart;
import dev.conduit.testkit.model.Checkpoints;
import dev.conduit.testkit.model.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelFoldersTest {
  @TempDir Path folder;

  /** The real model has all its weights three times; two copies are in other layouts. */
  @Test
  void gptOss20b_isNotCountedTwice() throws IOException {
    assertThat(Checkpoints.gptOss20b(folder)).isEqualTo(Checkpoints.GPT_OSS_20B_BYTES);

    ModelReading.Headers headers = headers();

    assertThat(headers.bytes().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(Checkpoints.GPT_OSS_20B_BYTES);
    assertThat(headers.bytes())
        .containsEntry(WeightPart.EXPERTS, 24 * 423_567_360L)
        .containsEntry(WeightPart.KEY_VALUE, 24 * 2 * (512 * 2880 + 512) * 2L)
        .containsEntry(WeightPart.HEAD, 201_088 * 2880 * 2L);
    assertThat(headers.unknown()).isEmpty();
    assertThat(headers.from()).isEqualTo(folder.toString());
  }

  @Test
  void weightsOf32Bits_countAsTheyAreLoaded_andUnknownModulesAreNamed() throws IOException {
    long inFile = Checkpoints.wideWithTower(folder);

    ModelReading.Headers headers = headers();

    assertThat(headers.bytes().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(inFile / 2);
    assertThat(headers.bytes())
        .containsEntry(WeightPart.VISION, 192 * 64 * 2L)
        .containsEntry(WeightPart.COPIED, 64 * 64 * 2L);
    assertThat(headers.unknown()).containsExactly("model.layers.N.frobnicator.weight");
  }

  @Test
  void folder_thatIsNotThere_isMissingHere_andSaysNothingOfOtherMachines() {
    ModelId id = id(folder.resolve("none"));

    assertThat(ModelFolders.read(id, true))
        .hasValueSatisfying(
            reading -> assertObstructed(reading, Obstacle.MISSING, "none is not there"));
    assertThat(ModelFolders.read(id, false)).isEmpty();
  }

  @Test
  void folder_withoutSafetensors_saysWhatToConvert() throws IOException {
    Files.writeString(folder.resolve("pytorch_model.bin"), "x");

    assertObstructed(read(), Obstacle.UNSUPPORTED, "model.safetensors.index.json");
  }

  @Test
  void folder_withoutConfiguration_namesTheFile() throws IOException {
    new SafetensorsWriter(folder).tensor("a.weight", "BF16", 4).file("model.safetensors");

    assertObstructed(read(), Obstacle.UNREADABLE, "config.json: there is no such file");
  }

  @Test
  void configuration_cutOff_namesFileAndLine() throws IOException {
    Checkpoints.wideWithTower(folder);
    Files.writeString(folder.resolve("config.json"), "{\"hidden_size\": 64,\n \"num");

    assertObstructed(read(), Obstacle.UNREADABLE, "config.json: line 2 is no JSON");
  }

  @Test
  void shard_thatIsMissing_isNamed() throws IOException {
    Checkpoints.gptOss20b(folder);
    Files.delete(folder.resolve("model-00001-of-00003.safetensors"));

    assertObstructed(read(), Obstacle.UNREADABLE, "model-00001-of-00003.safetensors");
  }

  @Test
  void gguf_thatIsNone_isNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("m.gguf"), "not a model");

    assertObstructed(
        ModelFolders.read(id(file), true).orElseThrow(), Obstacle.UNREADABLE, "is not a GGUF file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "7", ""})
  void configuration_thatIsNoObject_isNamed(String text) throws IOException {
    Checkpoints.wideWithTower(folder);
    Files.writeString(folder.resolve("config.json"), text);

    assertObstructed(read(), Obstacle.UNREADABLE, "config.json");
  }

  @Test
  void tensorOfALayerOfManyDigits_andPeriodOfZero_areRead() throws IOException {
    Checkpoints.wideWithTower(folder);
    new SafetensorsWriter(folder)
        .tensor("model.layers.99999999999.x.weight", "BF16", 4)
        .file("model.safetensors");
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"num_hidden_layers": 2, "hidden_size": 64, "num_attention_heads": 4,
         "attn_layer_period": 0}
        """);

    assertThat(headers().bytes()).containsOnlyKeys(WeightPart.DRAFT);
  }

  private ModelReading.Headers headers() {
    return (ModelReading.Headers) read();
  }

  private ModelReading read() {
    return ModelFolders.read(id(folder), true).orElseThrow();
  }

  private static ModelId id(Path path) {
    return ModelId.parse("file://" + path);
  }

  private static void assertObstructed(ModelReading reading, Obstacle obstacle, String why) {
    assertThat(reading)
        .isInstanceOfSatisfying(
            ModelReading.Obstructed.class,
            obstructed -> {
              assertThat(obstructed.obstacle()).isEqualTo(obstacle);
              assertThat(obstructed.why())
                  .contains(why)
                  .containsAnyOf("spec.models[0].facts", "write file:///path");
            });
  }
}
