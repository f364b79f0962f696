// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The output of one child, kept small. A child appends to the file itself, so it never waits for
 * us; when the file is over its limit it is copied to {@code <name>.1} and emptied in place.
 *
 * @param path of the file
 * @param limit in bytes; on disk there is at most about twice as much
 */
public record LogFile(Path path, long limit) {
  private static final int TAIL_BYTES = 16 * 1024;

  /** Copies and empties the file when it is over its limit. Lines written meanwhile may be lost. */
  public void trim() {
    try {
      if (!Files.exists(path) || Files.size(path) <= limit) {
        return;
      }
      Path old = path.resolveSibling(path.getFileName() + ".1");
      Files.copy(path, old, StandardCopyOption.REPLACE_EXISTING);
      try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
        file.setLength(0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot trim the log " + path, e);
    }
  }

  /** Bytes in it now. */
  public long size() {
    return path.toFile().length();
  }

  /** The last lines, at most the given number; empty when nothing was written. */
  public List<String> tail(int lines) {
    return tail(lines, 0);
  }

  /** The last lines after a size that it had, or of all when it was trimmed since. */
  public List<String> tail(int lines, long after) {
    if (!Files.exists(path)) {
      return List.of();
    }
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      long start = after <= file.length() ? after : 0;
      long from = Math.max(start, file.length() - TAIL_BYTES);
      byte[] bytes = new byte[(int) (file.length() - from)];
      file.seek(from);
      int read = file.read(bytes);
      String text = new String(bytes, 0, Math.max(0, read), StandardCharsets.UTF_8);
      List<String> all = text.lines().filter(line -> !line.isBlank()).toList();
      return all.subList(Math.max(0, all.size() - lines), all.size());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the log " + path, e);
    }
  }
}
