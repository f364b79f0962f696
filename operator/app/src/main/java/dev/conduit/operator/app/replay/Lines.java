// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Lines of a file, one at a time, blank ones left out; the file may be compressed ({@code .gz}).
 * Holds one line, whatever the size of the file. Used by one thread.
 */
final class Lines implements AutoCloseable {
  /** In bytes; more than any request that a data plane takes. */
  static final int LONGEST = 32 << 20;

  private static final int ROOM = 1 << 16;

  private final InputStream in;
  private final byte[] room = new byte[ROOM];
  private int at;
  private int filled;
  private long number;

  private Lines(InputStream in) {
    this.in = in;
  }

  static Lines of(Path file) throws IOException {
    InputStream plain = new BufferedInputStream(Files.newInputStream(file));
    Path name = file.getFileName();
    boolean isPacked = name != null && name.toString().endsWith(".gz");
    return of(isPacked ? new GZIPInputStream(plain) : plain);
  }

  static Lines of(InputStream in) {
    return new Lines(in);
  }

  /**
   * A line.
   *
   * @param number from 1
   * @param bytes without the end of the line; empty for one that is too long to be read
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
  record Line(long number, byte[] bytes) {
    boolean isTooLong() {
      return bytes.length == 0;
    }
  }

  /** The next line that is not blank; empty after the last one. */
  Optional<Line> next() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    while (fill()) {
      number++;
      text.reset();
      boolean fits = copyLine(text);
      byte[] bytes = trimmed(text.toByteArray());
      if (!fits) {
        return Optional.of(new Line(number, new byte[0]));
      }
      if (bytes.length > 0) {
        return Optional.of(new Line(number, bytes));
      }
    }
    return Optional.empty();
  }

  /** Whether all of it could be kept. */
  private boolean copyLine(ByteArrayOutputStream into) throws IOException {
    boolean fits = true;
    while (fill()) {
      int end = at;
      while (end < filled && room[end] != '\n') {
        end++;
      }
      fits &= into.size() + end - at <= LONGEST;
      if (fits) {
        into.write(room, at, end - at);
      }
      at = Math.min(filled, end + 1);
      if (end < filled) {
        break;
      }
    }
    return fits;
  }

  private boolean fill() throws IOException {
    if (at == filled) {
      at = 0;
      filled = Math.max(0, in.read(room));
    }
    return filled > 0;
  }

  /** Without blanks around it, nor the mark of byte order that some editors begin files with. */
  private static byte[] trimmed(byte[] line) {
    int from = isMarked(line) ? 3 : 0;
    int to = line.length;
    while (from < to && isBlank(line[from])) {
      from++;
    }
    while (to > from && isBlank(line[to - 1])) {
      to--;
    }
    return from == 0 && to == line.length ? line : java.util.Arrays.copyOfRange(line, from, to);
  }

  private static boolean isMarked(byte[] line) {
    return line.length >= 3
        && line[0] == (byte) 0xEF
        && line[1] == (byte) 0xBB
        && line[2] == (byte) 0xBF;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
