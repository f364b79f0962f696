// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.model;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Writes safetensors files with true headers and no weights: the data is a hole, so that a model of
 * many gigabytes takes a few kilobytes. Used by one thread.
 */
public final class SafetensorsWriter {
  private static final Map<String, Integer> BYTES =
      Map.of("F32", 4, "BF16", 2, "F16", 2, "U8", 1, "I8", 1, "F8_E4M3", 1, "I32", 4);

  private final Path folder;
  private final StringBuilder header = new StringBuilder();
  private final Map<String, String> index = new LinkedHashMap<>();
  private final Map<String, Long> open = new LinkedHashMap<>();
  private long end;
  private long total;

  /** Into a folder that is there. */
  public SafetensorsWriter(Path folder) {
    this.folder = folder;
  }

  /** Adds a tensor to the file that is written next. */
  public SafetensorsWriter tensor(String name, String type, long... shape) {
    Integer each = BYTES.get(type);
    if (each == null) {
      throw new IllegalArgumentException("unknown type " + type);
    }
    long bytes = each * LongStream.of(shape).reduce(1, Math::multiplyExact);
    String axes = LongStream.of(shape).mapToObj(Long::toString).collect(Collectors.joining(","));
    header
        .append(header.isEmpty() ? "" : ",")
        .append(
            "\"%s\":{\"dtype\":\"%s\",\"shape\":[%s],\"data_offsets\":[%d,%d]}"
                .formatted(name, type, axes, end, end + bytes));
    end += bytes;
    total += bytes;
    open.put(name, bytes);
    return this;
  }

  /** Writes the tensors since the last file. */
  public SafetensorsWriter file(String name) throws IOException {
    byte[] text = ("{" + header + "}").getBytes(StandardCharsets.UTF_8);
    Path path = folder.resolve(name);
    Files.createDirectories(path.toAbsolutePath().getParent());
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(0);
      file.write(
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).array());
      file.write(text);
      file.setLength(8 + text.length + end);
    }
    open.keySet().forEach(tensor -> index.put(tensor, name));
    open.clear();
    header.setLength(0);
    end = 0;
    return this;
  }

  /** Writes the index of all files so far. */
  public SafetensorsWriter index() throws IOException {
    String map =
        index.entrySet().stream()
            .map(entry -> "\"%s\":\"%s\"".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(","));
    Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        "{\"metadata\":{\"total_size\":%d},\"weight_map\":{%s}}".formatted(total, map));
    return this;
  }

  /** Writes the configuration. */
  public SafetensorsWriter config(String json) throws IOException {
    Files.writeString(folder.resolve("config.json"), json);
    return this;
  }

  /** Bytes of all tensors so far. */
  public long total() {
    return total;
  }
}
