// SPDX-License-Identifier: Apache-2.0
package dev.conduit.node;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What holds a pod's namespaces: any program that waits. Upstream's is in a registry, so this is
 * the machine's own {@code sleep}, with its libraries.
 */
final class PauseImage {
  static final String NAME = "docker.io/local/conduit-e2e-pause:1";
  private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x[0-9a-f]+\\)");
  private static final FilePermissions RUNS = FilePermissions.fromOctalString("755");

  private PauseImage() {}

  /** Writes it as a tar. */
  static Path write(Path folder) throws Exception {
    Path sleep = Path.of(Command.run(List.of("sh", "-c", "command -v sleep")));
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder();
    add(layer, sleep.toString());
    libraries(sleep).forEach(library -> add(layer, library));
    return ScratchImage.write(folder, NAME, layer.build(), List.of(sleep.toString(), "infinity"));
  }

  private static Stream<String> libraries(Path program) {
    Matcher found = LIBRARY.matcher(Command.run(List.of("ldd", program.toString())));
    return found.results().map(result -> result.group(1));
  }

  private static void add(FileEntriesLayer.Builder layer, String path) {
    try {
      layer.addEntry(Path.of(path).toRealPath(), AbsoluteUnixPath.get(path), RUNS);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
