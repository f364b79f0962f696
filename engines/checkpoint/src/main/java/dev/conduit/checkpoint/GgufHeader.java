// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The header of a GGUF file.
 *
 * <p>Source: the GGUF specification, version 2 and 3 (little-endian).
 *
 * @param values metadata: strings as {@link String}, booleans as {@link Boolean}, numbers as {@link
 *     Number}, short arrays of numbers or booleans as {@link List}, of other arrays the length
 * @param tensors of this file
 */
public record GgufHeader(Map<String, Object> values, List<Tensor> tensors) {
  private static final int MAGIC = 0x46554747; // "GGUF"
  private static final long MOST_ENTRIES = 1 << 20;
  private static final int MOST_AXES = 8;

  public GgufHeader {
    values = Map.copyOf(values);
    tensors = List.copyOf(tensors);
  }

  /** Reads it; an {@link UnreadableWeights} says that it is no GGUF file or ends too early. */
  public static GgufHeader read(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path name = file.getFileName();
    if (folder == null || name == null) {
      throw new UnreadableWeights(file.toString(), "is a folder, not a GGUF file");
    }
    return read(new Folder(folder), name.toString());
  }

  static GgufHeader read(ModelFiles files, String name) throws IOException {
    try (DataInputStream in = new DataInputStream(new ModelStream(files, name))) {
      GgufValues reader = new GgufValues(in, name);
      if (reader.int32() != MAGIC) {
        throw new UnreadableWeights(name, "is not a GGUF file; fetch it again");
      }
      reader.int32(); // version
      long tensors = reader.count("tensors", MOST_ENTRIES);
      long pairs = reader.count("metadata entries", MOST_ENTRIES);
      Map<String, Object> values = new LinkedHashMap<>();
      for (long i = 0; i < pairs; i++) {
        String key = reader.string();
        values.put(key, reader.value(reader.int32()));
      }
      return new GgufHeader(values, tensors(reader, name, tensors));
    } catch (EOFException e) {
      throw new UnreadableWeights(name, "the file ends within its header; fetch it again");
    }
  }

  private static List<Tensor> tensors(GgufValues reader, String file, long count)
      throws IOException {
    List<Tensor> tensors = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      String name = reader.string();
      List<Long> shape = new ArrayList<>();
      int axes = reader.int32();
      if (axes < 0 || axes > MOST_AXES) {
        throw new UnreadableWeights(
            file, "tensor %s has %d axes; the header is damaged".formatted(name, axes));
      }
      for (int axis = 0; axis < axes; axis++) {
        shape.add(reader.count("elements", Long.MAX_VALUE));
      }
      int code = reader.int32();
      GgufType type =
          GgufType.of(code)
              .orElseThrow(
                  () ->
                      new UnreadableWeights(
                          file, "tensor %s has the unknown type %d".formatted(name, code)));
      reader.int64(); // offset
      tensors.add(new Tensor(name, type.name(), shape, bytes(file, name, type, shape)));
    }
    return tensors;
  }

  private static long bytes(String file, String name, GgufType type, List<Long> shape)
      throws UnreadableWeights {
    try {
      return type.bytesOf(new Tensor(name, type.name(), shape, 0).elements());
    } catch (ArithmeticException e) {
      throw new UnreadableWeights(
          file, "tensor %s has the shape %s; the header is damaged".formatted(name, shape));
    }
  }

  public Optional<String> string(String key) {
    return values.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  public OptionalLong number(String key) {
    return values.get(key) instanceof Number number
        ? OptionalLong.of(number.longValue())
        : OptionalLong.empty();
  }

  public Optional<Boolean> flag(String key) {
    return values.get(key) instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
  }

  /** Tokens that the model was trained to attend to. */
  public OptionalLong contextLength() {
    return string("general.architecture")
        .map(name -> number(name + ".context_length"))
        .orElse(OptionalLong.empty());
  }
}
