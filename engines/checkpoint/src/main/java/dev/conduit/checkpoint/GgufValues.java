// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Little-endian values of a GGUF file. */
record GgufValues(DataInputStream in, String file) {
  private static final long LONGEST_STRING = 1 << 24;
  private static final long LONGEST_ARRAY = 1 << 28;

  /** Arrays of one number a layer are kept; vocabularies are not. */
  private static final long KEPT = 1024;

  private static final int STRING = 8;
  private static final int ARRAY = 9;

  int int32() throws IOException {
    return Integer.reverseBytes(in.readInt());
  }

  long int64() throws IOException {
    return Long.reverseBytes(in.readLong());
  }

  long count(String what, long most) throws IOException {
    long count = int64();
    if (count < 0 || count > most) {
      throw new UnreadableWeights(
          file, "%d %s: the header is damaged; fetch it again".formatted(count, what));
    }
    return count;
  }

  String string() throws IOException {
    byte[] bytes = new byte[(int) count("bytes of text", LONGEST_STRING)];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  Object value(int type) throws IOException {
    return switch (type) {
      case 0 -> in.readUnsignedByte();
      case 1 -> (int) in.readByte();
      case 2 -> Short.toUnsignedInt(Short.reverseBytes(in.readShort()));
      case 3 -> (int) Short.reverseBytes(in.readShort());
      case 4 -> Integer.toUnsignedLong(int32());
      case 5 -> int32();
      case 6 -> Float.intBitsToFloat(int32());
      case 7 -> in.readBoolean();
      case STRING -> string();
      case ARRAY -> array();
      case 10, 11 -> int64();
      case 12 -> Double.longBitsToDouble(int64());
      default -> throw new UnreadableWeights(file, "unknown metadata type " + type);
    };
  }

  private Object array() throws IOException {
    int type = int32();
    long count = count("array entries", LONGEST_ARRAY);
    boolean kept = count <= KEPT && type != STRING && type != ARRAY;
    List<Object> entries = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      Object entry = value(type);
      if (kept) {
        entries.add(entry);
      }
    }
    return kept ? List.copyOf(entries) : (Object) count;
  }
}
