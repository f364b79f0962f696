// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conduit.testkit.model.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SafetensorsModelTest {
  private static final String EMBEDDING =
      "\"model.embed_tokens.weight\":{\"dtype\":\"BF16\",\"shape\":[8,4],\"data_offsets\":[0,64]}";
  private static final String NORM =
      "\"model.norm.weight\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[64,80]}";

  @TempDir Path folder;

  @Test
  void single_file_givesEachTensor() throws IOException {
    write(
        "model.safetensors",
        "{\"__metadata__\":{\"format\":\"pt\"}," + EMBEDDING + "," + NORM + "}",
        80);

    Weights weights = read();

    assertThat(weights.format()).isEqualTo(Weights.Format.SAFETENSORS);
    assertThat(weights.tensors())
        .containsExactly(
            new Tensor("model.embed_tokens.weight", "BF16", List.of(8L, 4L), 64),
            new Tensor("model.norm.weight", "F32", List.of(4L), 16));
    assertThat(weights.bytes()).isEqualTo(80);
    assertThat(weights.metadata()).containsEntry("format", "pt");
  }

  /** Some repositories hold the same weights in a second layout beside; gpt-oss does. */
  @Test
  void shards_ofTheIndex_countOnceAndNothingElseDoes() throws IOException {
    write("a.safetensors", "{" + EMBEDDING + "}", 64);
    write(
        "b.safetensors",
        "{\"model.norm.weight\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]},"
            + "\"stray\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[16,32]}}",
        32);
    write("model.safetensors", "{" + EMBEDDING + "," + NORM + "}", 80);
    index(
        "\"model.embed_tokens.weight\":\"a.safetensors\",\"model.norm.weight\":\"b.safetensors\"");

    assertThat(read().bytes()).isEqualTo(80);
  }

  @Test
  void shard_missing_isNamed() throws IOException {
    write("a.safetensors", "{" + EMBEDDING + "}", 64);
    index(
        "\"model.embed_tokens.weight\":\"a.safetensors\",\"model.norm.weight\":\"b.safetensors\"");

    assertUnreadable("b.safetensors", "no such file");
  }

  @Test
  void shard_withoutItsTensor_isNamed() throws IOException {
    write("a.safetensors", "{" + EMBEDDING + "}", 64);
    index(
        "\"model.embed_tokens.weight\":\"a.safetensors\",\"model.norm.weight\":\"a.safetensors\"");

    assertUnreadable("a.safetensors", "model.norm.weight");
  }

  @Test
  void index_thatLeavesTheFolder_isRefused() throws IOException {
    index("\"x\":\"../../etc/passwd\"");

    assertUnreadable("model.safetensors.index.json", "outside");
  }

  @Test
  void file_cutAnywhere_isRefused() throws IOException {
    write("model.safetensors", "{" + EMBEDDING + "," + NORM + "}", 80);
    Path file = folder.resolve("model.safetensors");
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(this::read).isInstanceOf(UnreadableWeights.class);
    }
  }

  @Test
  void header_ofAbsurdLength_isRefusedBeforeItIsRead() throws IOException {
    Files.write(
        folder.resolve("model.safetensors"),
        ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(1L << 50).array());

    assertUnreadable("model.safetensors", "no safetensors file");
  }

  private void assertUnreadable(String file, String why) {
    assertThatThrownBy(this::read)
        .isInstanceOf(UnreadableWeights.class)
        .hasMessageStartingWith(file)
        .hasMessageContaining(why);
  }

  private Weights read() throws IOException {
    return WeightFiles.read(new Folder(folder), "");
  }

  private void index(String map) throws IOException {
    Files.writeString(
        folder.resolve("model.safetensors.index.json"), "{\"weight_map\":{" + map + "}}");
  }

  private void write(String name, String header, int data) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer all = ByteBuffer.allocate(8 + text.length + data).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(folder.resolve(name), all.putLong(text.length).put(text).array());
  }

  @Test
  void modelOfVeryManyFiles_isNotReadToItsEnd() throws IOException {
    StringBuilder index = new StringBuilder("{\"weight_map\": {");
    for (int i = 0; i < 3000; i++) {
      index.append("%s\"t%d\": \"f%d.safetensors\"".formatted(i == 0 ? "" : ",", i, i));
      new SafetensorsWriter(folder).tensor("t" + i, "BF16", 1).file("f%d.safetensors".formatted(i));
    }
    Files.writeString(folder.resolve(WeightFiles.INDEX), index + "}}");

    assertThatThrownBy(() -> WeightFiles.read(new Folder(folder), ""))
        .isInstanceOf(UnreadableWeights.class)
        .hasMessageContaining("more than 2048 files");
  }

  @Test
  void headersThatAreLargeTogether_areNotAllRead() throws IOException {
    Files.write(folder.resolve("a"), new byte[3000]);
    Files.write(folder.resolve("b"), new byte[100]);
    BoundedFiles bounded = new BoundedFiles(new Folder(folder), 4000);

    assertThat(bounded.read("a", 0, 3000)).hasSize(3000);
    assertThat(bounded.read("b", 0, 1000)).hasSize(100); // only what came counts
    assertThat(bounded.read("b", 0, 900)).hasSize(100);
    assertThatThrownBy(() -> bounded.read("a", 0, 3000)).hasMessageContaining("together");
  }
}
