// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Programs of this machine. */
public final class Executable {
  private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

  private Executable() {}

  /**
   * The file that would run.
   *
   * @param program a path, or a name that is looked up
   * @param searchPath folders with the separator between them, as in {@code PATH}
   */
  public static Optional<Path> find(String program, String searchPath) {
    Stream<Path> candidates =
        program.contains("/")
            ? Stream.of(Path.of(program))
            : SEPARATOR
                .splitAsStream(searchPath)
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program));
    return candidates
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }
}
