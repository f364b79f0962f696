// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.llama;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Gives the binding a folder of its own to unpack its library into.
 *
 * <p>Left alone it takes the machine's temporary folder, first deletes whatever there has a name
 * that begins with "llama", and then writes a file that every user and every engine shares.
 */
final class LibraryFolder {
  /** Which folder the binding takes; read once, when its classes are initialised. */
  static final String PROPERTY = "de.kherud.llama.tmpdir";

  private static final String PREFIX = "conduit-embedded-";

  private LibraryFolder() {}

  /**
   * Makes the folder, readable by this user alone, unless the process was started with one. It goes
   * with {@link #release}, elsewhere when the process ends in order.
   */
  static void claim() {
    if (System.getProperty(PROPERTY) != null) {
      return;
    }
    try {
      Path folder = Files.createTempDirectory(PREFIX);
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

  /**
   * Removes it once the library is loaded: a process that is killed leaves nothing behind. Linux
   * keeps a loaded library without its file; on a Mac the binding reads more of the folder later.
   */
  static void release() {
    Path folder = Path.of(System.getProperty(PROPERTY, ""));
    boolean isOurs = String.valueOf(folder.getFileName()).startsWith(PREFIX);
    if (!isOurs || !System.getProperty("os.name", "").equals("Linux") || !Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // Left to the end of the process: what remains is some megabytes of this user's.
    }
  }
}
