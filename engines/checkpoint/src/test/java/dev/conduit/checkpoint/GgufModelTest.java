// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

final class GgufModelTest {
  private static final int Q4_K = 12;
  private static final int F32 = 0;

  @TempDir Path folder;

  @Test
  void file_givesMetadataAndTheBytesOfMixedTypes() throws IOException {
    write("m.gguf", twoTensors(), 288 + 16);

    Weights weights = WeightFiles.read(new Folder(folder), "m.gguf");

    assertThat(weights.tensors())
        .containsExactly(
            new Tensor("token_embd.weight", "Q4_K", List.of(256L, 2L), 288),
            new Tensor("output_norm.weight", "F32", List.of(4L), 16));
    assertThat(weights.metadata())
        .containsEntry("general.architecture", "llama")
        .containsEntry("llama.attention.head_count_kv", List.of(2, 0, 2));
  }

  @Test
  void parts_countTogether() throws IOException {
    write("m-00001-of-00002.gguf", twoTensors(), 304);
    write("m-00002-of-00002.gguf", header(1, 0).tensor("output.weight", F32, 4, 2), 32);

    assertThat(WeightFiles.read(new Folder(folder), "m-00001-of-00002.gguf").bytes())
        .isEqualTo(288 + 16 + 32);
    assertThatThrownBy(() -> WeightFiles.read(new Folder(folder), "m-00002-of-00002.gguf"))
        .hasMessageContaining("not the first");
    Files.delete(folder.resolve("m-00002-of-00002.gguf"));
    assertThatThrownBy(() -> WeightFiles.read(new Folder(folder), "m-00001-of-00002.gguf"))
        .hasMessageContaining("m-00002-of-00002.gguf: is missing");
  }

  @Test
  void file_cutAnywhere_isRefused() throws IOException {
    write("m.gguf", twoTensors(), 304);
    byte[] whole = Files.readAllBytes(folder.resolve("m.gguf"));
    for (int length = 0; length < 304; length++) {
      Files.write(folder.resolve("m.gguf"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> WeightFiles.read(new Folder(folder), "m.gguf"))
          .isInstanceOf(UnreadableWeights.class);
    }
  }

  @Test
  void type_thatIsNotKnown_isNamedWithItsTensor() throws IOException {
    write("m.gguf", header(1, 0).tensor("blk.0.ffn_up.weight", 77, 4, 4), 64);

    assertThatThrownBy(() -> WeightFiles.read(new Folder(folder), "m.gguf"))
        .hasMessage("m.gguf: tensor blk.0.ffn_up.weight has the unknown type 77");
  }

  @Test
  void tensorsBeyondWholeNumbers_areRefusedByName() throws IOException {
    write("m.gguf", header(1, 0).tensor("blk.0.ffn_up.weight", F32, 1L << 40, 1L << 40), 64);
    assertThatThrownBy(() -> WeightFiles.read(new Folder(folder), "m.gguf"))
        .isInstanceOf(UnreadableWeights.class)
        .hasMessageContaining("blk.0.ffn_up.weight has the shape [1099511627776, 1099511627776]");

    Gguf two = header(2, 0).tensor("a.weight", F32, 1L << 60).tensor("b.weight", F32, 1L << 60);
    write("m.gguf", two, 64);
    assertThatThrownBy(() -> WeightFiles.read(new Folder(folder), "m.gguf"))
        .isInstanceOf(UnreadableWeights.class)
        .hasMessageContaining("more than 2^63 bytes");
  }

  private static Gguf twoTensors() {
    return header(2, 2)
        .key("general.architecture", 8)
        .text("llama")
        .key("llama.attention.head_count_kv", 9)
        .int32(5)
        .int64(3)
        .int32(2)
        .int32(0)
        .int32(2)
        .tensor("token_embd.weight", Q4_K, 256, 2)
        .tensor("output_norm.weight", F32, 4);
  }

  private static Gguf header(int tensors, int pairs) {
    return new Gguf(ByteBuffer.allocate(1 << 12).order(ByteOrder.LITTLE_ENDIAN))
        .int32(0x46554747)
        .int32(3)
        .int64(tensors)
        .int64(pairs);
  }

  private void write(String name, Gguf header, int data) throws IOException {
    byte[] bytes = new byte[header.to.position() + data];
    header.to.flip().get(bytes, 0, header.to.limit());
    Files.write(folder.resolve(name), bytes);
  }

  private record Gguf(ByteBuffer to) {
    Gguf int32(int value) {
      to.putInt(value);
      return this;
    }

    Gguf int64(long value) {
      to.putLong(value);
      return this;
    }

    Gguf text(String value) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      to.putLong(bytes.length).put(bytes);
      return this;
    }

    Gguf key(String name, int type) {
      return text(name).int32(type);
    }

    Gguf tensor(String name, int type, long... shape) {
      text(name).int32(shape.length);
      for (long axis : shape) {
        int64(axis);
      }
      return int32(type).int64(0);
    }
  }
}
