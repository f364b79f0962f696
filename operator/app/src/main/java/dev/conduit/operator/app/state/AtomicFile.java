// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that a reader sees either as it was or as it is, never half written. */
public record AtomicFile(Path path) {
  /** Replaces the content. */
  public void write(byte[] content) {
    Path draft = path.resolveSibling("." + path.getFileName() + ".draft");
    try {
      Files.write(draft, content);
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path, e);
    }
  }
}
