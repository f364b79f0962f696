// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.fitengines;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Writes a GGUF file with random weights. Source: the GGUF specification, version 3 (little-endian,
 * tensors aligned to 32 bytes, dimensions innermost first).
 */
final class GgufWriter {
  private static final int ALIGNMENT = 32;

  private final Map<String, Object> metadata = new LinkedHashMap<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  /** How elements are stored: the format's number, elements of a block and bytes of one. */
  enum Type {
    F32(0, 1, 4),
    F16(1, 1, 2),
    Q8_0(8, 32, 34);

    private final int number;
    private final int block;
    private final int bytes;

    Type(int number, int block, int bytes) {
      this.number = number;
      this.block = block;
      this.bytes = bytes;
    }

    long bytesOf(long elements) {
      return elements / block * bytes;
    }
  }

  private record Tensor(Type type, List<Long> shape) {
    long bytes() {
      return type.bytesOf(shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b));
    }
  }

  /** A value: text, an int, a float, a list of text, or an array of floats or ints. */
  GgufWriter put(String key, Object value) {
    metadata.put(key, value);
    return this;
  }

  /** A tensor of that shape, innermost dimension first. */
  GgufWriter tensor(String name, Type type, long... shape) {
    tensors.put(name, new Tensor(type, Arrays.stream(shape).boxed().toList()));
    return this;
  }

  void write(Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      byte[] header = header();
      out.write(header);
      out.write(new byte[padding(header.length)]);
      Random random = new Random(1);
      for (Tensor tensor : tensors.values()) {
        values(out, tensor, random);
      }
    }
  }

  private byte[] header() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write("GGUF".getBytes(StandardCharsets.US_ASCII));
    int32(out, 3);
    int64(out, tensors.size());
    int64(out, metadata.size());
    for (Map.Entry<String, Object> entry : metadata.entrySet()) {
      text(out, entry.getKey());
      value(out, entry.getValue());
    }
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      text(out, entry.getKey());
      int32(out, tensor.shape().size());
      for (long side : tensor.shape()) {
        int64(out, side);
      }
      int32(out, tensor.type().number);
      int64(out, offset);
      offset += tensor.bytes() + padding(tensor.bytes());
    }
    return out.toByteArray();
  }

  private static void value(OutputStream out, Object value) throws IOException {
    switch (value) {
      case Integer number -> {
        int32(out, 4);
        int32(out, number);
      }
      case Float number -> {
        int32(out, 6);
        int32(out, Float.floatToIntBits(number));
      }
      case String text -> {
        int32(out, 8);
        text(out, text);
      }
      case float[] numbers -> {
        array(out, 6, numbers.length);
        for (float number : numbers) {
          int32(out, Float.floatToIntBits(number));
        }
      }
      case int[] numbers -> {
        array(out, 5, numbers.length);
        for (int number : numbers) {
          int32(out, number);
        }
      }
      case List<?> texts -> {
        array(out, 8, texts.size());
        for (Object text : texts) {
          text(out, String.valueOf(text));
        }
      }
      default -> throw new IllegalArgumentException("not a GGUF value: " + value.getClass());
    }
  }

  private static void array(OutputStream out, int type, int length) throws IOException {
    int32(out, 9);
    int32(out, type);
    int64(out, length);
  }

  private static void values(OutputStream out, Tensor tensor, Random random) throws IOException {
    long left = tensor.bytes();
    byte[] piece = new byte[tensor.type() == Type.Q8_0 ? 34 * 256 : 8192];
    while (left > 0) {
      fill(piece, tensor.type(), random);
      int now = (int) Math.min(left, piece.length);
      out.write(piece, 0, now);
      left -= now;
    }
    out.write(new byte[padding(tensor.bytes())]);
  }

  /** Small numbers, so that nothing overflows. */
  private static void fill(byte[] piece, Type type, Random random) {
    ByteBuffer buffer = ByteBuffer.wrap(piece).order(ByteOrder.LITTLE_ENDIAN);
    switch (type) {
      case F32 -> {
        while (buffer.remaining() >= 4) {
          buffer.putFloat(1 + (random.nextFloat() - 0.5f) * 0.02f);
        }
      }
      case F16 -> {
        while (buffer.remaining() >= 2) {
          buffer.putShort(Float.floatToFloat16((random.nextFloat() - 0.5f) * 0.04f));
        }
      }
      case Q8_0 -> {
        while (buffer.remaining() >= 34) {
          buffer.putShort(Float.floatToFloat16(0.0002f));
          for (int i = 0; i < 32; i++) {
            buffer.put((byte) random.nextInt(-100, 101));
          }
        }
      }
    }
  }

  private static int padding(long length) {
    return (int) ((ALIGNMENT - length % ALIGNMENT) % ALIGNMENT);
  }

  private static void text(OutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int64(out, bytes.length);
    out.write(bytes);
  }

  private static void int32(OutputStream out, int value) throws IOException {
    out.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  private static void int64(OutputStream out, long value) throws IOException {
    out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }
}
