// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code bin/launch} starts a program with, for its place in the image. */
final class JavaArguments {
  /** Where an image has its program. */
  static final String HOME = "/app";

  static final String FILE = HOME + "/java.args";
  static final String CACHE = "app.aot";

  private JavaArguments() {}

  /**
   * One a line, as an argument file of {@code java}.
   *
   * @param home where {@code bin/launch} is
   * @param folder of the program, laid out
   * @param withCache names the program's AOT cache; a JVM that cannot use it goes on without
   */
  static List<String> of(Path home, Program program, Path folder, boolean withCache)
      throws IOException, BuildFailed, InterruptedException {
    Tool.Result printed =
        Tool.run(
            List.of(home.resolve("bin/launch").toString(), program.folder()),
            Map.of("CONDUIT_LAUNCH", "print", "CONDUIT_AOT", "off"),
            1);
    if (!printed.isOk()) {
      throw new BuildFailed(
          "bin/launch cannot start %s: %s".formatted(program.folder(), printed.tail()));
    }
    List<String> lines = new ArrayList<>();
    cache(folder)
        .filter(_ -> withCache)
        .ifPresent(_ -> lines.add("-XX:AOTCache=" + HOME + "/" + CACHE));
    for (String line : printed.lines()) {
      // Java does not look into an argument file that is named in another one.
      List<String> flat =
          line.startsWith("@") ? Files.readAllLines(Path.of(line.substring(1))) : List.of(line);
      for (String argument : flat) {
        lines.add(argument.replace(folder.toString(), HOME).replace(home.toString(), HOME));
      }
    }
    return lines;
  }

  static Optional<Path> cache(Path folder) {
    return Optional.of(folder.resolve(CACHE)).filter(Files::isRegularFile);
  }
}
