// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.llama;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Gives the binding a folder of its own to unpack its library into.
 *
 * <p>Left alone it takes the machine's temporary folder, first deletes whatever there has a name
 * that begins with "llama", and then writes a file that every user and every engine shares.
 */
final class LibraryFolder {
  /** Which folder the binding takes; read once, when its classes are initialised. */
  static final String PROPERTY = "de.kherud.llama.tmpdir";

  private LibraryFolder() {}

  /**
   * Makes the folder, readable by this user alone, unless the process was started with one. It goes
   * when the process ends in order.
   */
  static void claim() {
    if (System.getProperty(PROPERTY) != null) {
      return;
    }
    try {
      Path folder = Files.createTempDirectory("conduit-embedded-");
      // Before the binding asks the same for its files: the last asked is the first deleted.
      folder.toFile().deleteOnExit();
      System.setProperty(PROPERTY, folder.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot make a folder for the library of llama.cpp below "
              + System.getProperty("java.io.tmpdir")
              + "; name another with -Djava.io.tmpdir",
          e);
    }
  }
}
