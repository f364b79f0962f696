// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes.process;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The root of this repository's working tree: system property {@code conduit.root}, or else the
 * nearest folder above the working directory that holds {@code bin/with-parent}.
 */
public final class Repository {
  private Repository() {}

  /** A file or folder of the working tree, by its path from the root. */
  public static Path path(String fromRoot) {
    return root().resolve(fromRoot);
  }

  private static Path root() {
    String given = System.getProperty("conduit.root");
    if (given != null) {
      return Path.of(given).toAbsolutePath().normalize();
    }
    Path start = Path.of("").toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("bin/with-parent"))) {
        return folder;
      }
    }
    throw new IllegalStateException(
        "no conduit working tree at or above " + start + "; set the system property conduit.root");
  }
}
