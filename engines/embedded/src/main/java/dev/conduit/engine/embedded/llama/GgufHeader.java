// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.llama;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The metadata of a GGUF file; of an array only its length.
 *
 * <p>Source: the GGUF specification, version 2 and 3 (little-endian).
 *
 * @param values strings as {@link String}, booleans as {@link Boolean}, numbers as {@link Number}
 */
record GgufHeader(Map<String, Object> values) {
  private static final int MAGIC = 0x46554747; // "GGUF"
  private static final long LONGEST_STRING = 1 << 24;
  private static final int STRING = 8;
  private static final int ARRAY = 9;

  GgufHeader {
    values = Map.copyOf(values);
  }

  /** Reads it; an {@link IOException} says that the file is no GGUF file or ends too early. */
  static GgufHeader read(Path file) throws IOException {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      Reader in = new Reader(new DataInputStream(raw));
      if (in.int32() != MAGIC) {
        throw new IOException("not a GGUF file");
      }
      in.int32(); // version
      in.int64(); // tensors
      long pairs = in.int64();
      Map<String, Object> values = new LinkedHashMap<>();
      for (long i = 0; i < pairs; i++) {
        String key = in.string();
        in.value(in.int32()).ifPresent(value -> values.put(key, value));
      }
      return new GgufHeader(values);
    } catch (EOFException e) {
      throw new IOException("the file ends within its header", e);
    }
  }

  Optional<String> string(String key) {
    return values.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  OptionalLong number(String key) {
    return values.get(key) instanceof Number number
        ? OptionalLong.of(number.longValue())
        : OptionalLong.empty();
  }

  Optional<Boolean> flag(String key) {
    return values.get(key) instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
  }

  /** Tokens that the model was trained to attend to. */
  OptionalLong contextLength() {
    return string("general.architecture")
        .map(name -> number(name + ".context_length"))
        .orElse(OptionalLong.empty());
  }

  /** Little-endian primitives of the format. */
  private record Reader(DataInputStream in) {
    int int32() throws IOException {
      return Integer.reverseBytes(in.readInt());
    }

    long int64() throws IOException {
      return Long.reverseBytes(in.readLong());
    }

    String string() throws IOException {
      long length = int64();
      if (length < 0 || length > LONGEST_STRING) {
        throw new IOException("a string of " + length + " bytes: the header is damaged");
      }
      byte[] bytes = new byte[(int) length];
      in.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }

    Optional<Object> value(int type) throws IOException {
      return switch (type) {
        case 0 -> Optional.of(in.readUnsignedByte());
        case 1 -> Optional.of((int) in.readByte());
        case 2 -> Optional.of(Short.toUnsignedInt(Short.reverseBytes(in.readShort())));
        case 3 -> Optional.of((int) Short.reverseBytes(in.readShort()));
        case 4 -> Optional.of(Integer.toUnsignedLong(int32()));
        case 5 -> Optional.of(int32());
        case 6 -> Optional.of(Float.intBitsToFloat(int32()));
        case 7 -> Optional.of(in.readBoolean());
        case STRING -> Optional.of(string());
        case ARRAY -> Optional.of(skipArray());
        case 10, 11 -> Optional.of(int64());
        case 12 -> Optional.of(Double.longBitsToDouble(int64()));
        default -> throw new IOException("unknown metadata type " + type);
      };
    }

    /** Its length. */
    private Object skipArray() throws IOException {
      int type = int32();
      long count = int64();
      for (long i = 0; i < count; i++) {
        value(type);
      }
      return count;
    }
  }
}
