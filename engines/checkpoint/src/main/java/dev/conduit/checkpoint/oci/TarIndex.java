// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.oci;

import dev.conduit.checkpoint.UnreadableWeights;
import dev.conduit.checkpoint.WeightFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which files lie where in a tar archive, by its headers alone. Used by one thread.
 *
 * <p>Source: POSIX.1-2017 {@code pax} for {@code ustar} headers and extended records; GNU tar for
 * long names and sizes in base 256.
 */
final class TarIndex {
  private static final int BLOCK = 512;
  private static final int AHEAD = 64 << 10;
  private static final int MOST_ENTRIES = 20_000;
  private static final int LONGEST_RECORD = 1 << 20;
  private static final int MOST_DIGITS = 7;

  private final Layer layer;
  private final Source source;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private byte[] window = {};
  private long windowAt;
  private String longName = "";
  private long longSize = -1;
  private boolean sparse;

  /**
   * What is at a path.
   *
   * @param kind the header's type; of all that are plain files {@code 0}
   */
  record Entry(char kind, Extent extent) {
    boolean isFile() {
      return kind == '0';
    }

    boolean isLink() {
      return kind == '1' || kind == '2';
    }

    boolean isFolder() {
      return kind == '5';
    }
  }

  /** Parts of the archive; fewer bytes where it ends. */
  @FunctionalInterface
  interface Source {
    byte[] read(long from, int length) throws IOException;
  }

  private TarIndex(Layer layer, Source source) {
    this.layer = layer;
    this.source = source;
  }

  /** Files, links, folders and devices by their paths, whiteouts of images among them. */
  static Map<String, Entry> of(Layer layer, Source source) throws IOException {
    return new TarIndex(layer, source).read();
  }

  private Map<String, Entry> read() throws IOException {
    long at = 0;
    for (int entry = 0; entry < MOST_ENTRIES; entry++) {
      byte[] header = bytes(at, BLOCK);
      if (header.length < BLOCK || isEmpty(header)) {
        return entries;
      }
      if (!isSound(header)) {
        throw unreadable("is no tar archive at byte %d; push it again".formatted(at));
      }
      boolean told = longSize >= 0 && "xgLK".indexOf(header[156]) < 0; // not of other headers
      long size = told ? longSize : number(header, 124, 12);
      if (size < 0 || size > layer.bytes() || at + BLOCK + size > layer.bytes()) {
        throw unreadable("ends within a file; push it again");
      }
      take(header, at + BLOCK, size);
      at += BLOCK + Math.ceilDiv(size, BLOCK) * BLOCK;
    }
    throw unreadable(
        "has more than %d files; put the model into a layer of its own".formatted(MOST_ENTRIES));
  }

  private void take(byte[] header, long from, long size) throws IOException {
    switch (header[156]) {
      case 'x' -> extended(content(from, size));
      case 'L' -> longName = text(from, size).replaceFirst("\0.*", "");
      case 'g', 'K' -> {} // defaults of all, and links' targets: nothing that a size depends on
      case '0', 0, '7' -> put(header, sparse ? 'S' : '0', from, size);
      case '1', '2', '3', '4', '5', '6' -> put(header, (char) header[156], from, size);
      case 'S' -> throw isSparse(Paths.normal(name(header))); // more headers follow it
      default -> forget();
    }
  }

  private void put(byte[] header, char kind, long from, long size) throws UnreadableWeights {
    String path = Paths.normal(name(header));
    if (kind == 'S' && Paths.isOfModel(path)) {
      throw isSparse(path);
    }
    entries.put(path, new Entry(kind, new Extent(layer.digest(), from, size)));
    forget();
  }

  private UnreadableWeights isSparse(String path) {
    return unreadable(
        "has %s as a sparse file of GNU tar, which is not read; pack it without --sparse and push it again"
            .formatted(path));
  }

  private void forget() {
    longName = "";
    longSize = -1;
    sparse = false;
  }

  private String name(byte[] header) {
    if (!longName.isEmpty()) {
      return longName;
    }
    boolean posix = field(header, 257, 5).equals("ustar");
    String prefix = posix ? field(header, 345, 155) : "";
    String name = field(header, 0, 100);
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  /**
   * Records such as {@code 25 path=a/long/name}, each with its own length first and a line break
   * last. Values may be any bytes, line breaks among them, so only the lengths say where one ends.
   */
  private void extended(byte[] records) throws UnreadableWeights {
    int at = 0;
    while (at < records.length) {
      int space = at;
      int length = 0;
      while (space < records.length && space - at < MOST_DIGITS && isDigit(records[space])) {
        length = length * 10 + records[space] - '0';
        space++;
      }
      int end = at + length - 1;
      boolean sound = space > at && end > space && end < records.length;
      if (!sound || records[space] != ' ' || records[end] != '\n') {
        throw damaged();
      }
      record(new String(records, space + 1, end - space - 1, StandardCharsets.UTF_8));
      at = end + 1;
    }
  }

  private void record(String record) throws UnreadableWeights {
    if (record.startsWith("path=")) {
      longName = sparse ? longName : record.substring(5);
    } else if (record.startsWith("GNU.sparse.")) {
      sparse = true;
      longName =
          record.startsWith("GNU.sparse.name=")
              ? record.substring("GNU.sparse.name=".length())
              : longName;
    } else if (record.startsWith("size=")) {
      if (!record.matches("size=\\d{1,18}")) {
        throw damaged();
      }
      longSize = Long.parseLong(record.substring(5));
    }
  }

  private static boolean isDigit(byte one) {
    return one >= '0' && one <= '9';
  }

  private UnreadableWeights damaged() {
    return unreadable("has a damaged extended header; push it again");
  }

  private String text(long from, long size) throws IOException {
    return new String(content(from, size), StandardCharsets.UTF_8);
  }

  private byte[] content(long from, long size) throws IOException {
    if (size > LONGEST_RECORD) {
      throw unreadable("has an extended header of %d bytes; push it again".formatted(size));
    }
    return bytes(from, (int) size);
  }

  private byte[] bytes(long from, int length) throws IOException {
    long end = windowAt + window.length;
    if (from < windowAt || from + length > end) {
      window = source.read(from, Math.max(length, AHEAD));
      windowAt = from;
    }
    int start = (int) (from - windowAt);
    return Arrays.copyOfRange(
        window, Math.min(start, window.length), Math.min(start + length, window.length));
  }

  private static boolean isEmpty(byte[] header) {
    for (byte each : header) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }

  /** The sum of the header's bytes, with its own field as spaces. */
  private static boolean isSound(byte[] header) {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
    }
    return sum == number(header, 148, 8);
  }

  private static long number(byte[] header, int from, int length) {
    if ((header[from] & 0x80) != 0) { // base 256, for files of 8 GiB and more
      long value = header[from] & 0x7f;
      for (int i = from + 1; i < from + length; i++) {
        if (value >= 1L << 54) {
          return -1;
        }
        value = value << 8 | (header[i] & 0xff);
      }
      return value;
    }
    String digits = field(header, from, length).strip();
    return digits.matches("[0-7]{1,12}") ? Long.parseLong(digits, 8) : digits.isEmpty() ? 0 : -1;
  }

  private static String field(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8);
  }

  private UnreadableWeights unreadable(String why) {
    return WeightFiles.unreadable("layer " + layer.digest(), why);
  }
}
