// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Remembers that a file was verified, in a note beside it: its checksum, size and modification time
 * then. A file that was touched since is hashed again.
 */
final class VerifiedFile {
  private final Path file;
  private final Path note;

  VerifiedFile(Path file) {
    this.file = file;
    this.note = file.resolveSibling(file.getFileName() + ".verified");
  }

  /** Whether the file is there and has the content that was verified. */
  boolean isIntact() throws IOException {
    if (!Files.exists(file) || !Files.exists(note)) {
      return false;
    }
    String[] noted = Files.readString(note).strip().split(" ", -1);
    if (noted.length != 3) {
      return false;
    }
    if (noted[1].equals(size()) && noted[2].equals(modified())) {
      return true;
    }
    return noted[1].equals(size()) && Checksum.of(file).sha256().equals(noted[0]);
  }

  void note(Checksum verified) throws IOException {
    Files.writeString(note, verified.sha256() + " " + size() + " " + modified() + "\n");
  }

  private String size() throws IOException {
    return Long.toString(Files.size(file));
  }

  private String modified() throws IOException {
    return Files.getLastModifiedTime(file).toInstant().toString();
  }
}
