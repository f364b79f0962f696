// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A copy of the programs, laid out like a clone, with the runtime that the images will have.
 *
 * <p>The JDK takes an AOT cache only with the runtime, the jars and their times of change that it
 * was made with. So the caches are trained here, with the image's runtime and with every file at
 * {@link #CHANGED}, which the images keep. The folder above the program may be another one.
 */
final class Stage {
  /** The time of change of every file in an image: one second, so that images are reproducible. */
  static final Instant CHANGED = Instant.ofEpochSecond(1);

  /** What every program together needs; the image tests start each of them with no more. */
  private static final List<String> MODULES =
      List.of(
          "java.base",
          "java.compiler",
          "java.instrument",
          "java.logging",
          "java.management",
          "java.naming",
          "java.net.http",
          "java.security.jgss",
          "java.sql",
          "java.xml",
          "jdk.crypto.ec",
          "jdk.jfr",
          "jdk.management",
          "jdk.net",
          "jdk.unsupported",
          "jdk.zipfs");

  private final Path folder;

  Stage(Path folder) {
    this.folder = folder;
  }

  /** The Java runtime of the images. */
  Path runtime() {
    return folder.resolve("jre");
  }

  Path program(Program program) {
    return dist().resolve(program.folder());
  }

  /** Laid out as a clone is. */
  Path home() {
    return folder;
  }

  private Path dist() {
    return folder.resolve("target/dist");
  }

  /**
   * Copies the programs anew, and cuts the runtime unless a base image has one. Takes all there
   * are, for the training runs them together.
   */
  void lay(Order order) throws IOException, BuildFailed, InterruptedException {
    delete(folder);
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.copy(
        order.home().resolve("bin/launch"),
        bin.resolve("launch"),
        StandardCopyOption.COPY_ATTRIBUTES);
    Path found = bin.resolve("find-jdk");
    Files.writeString(found, "#!/bin/sh%necho '%s'%n".formatted(runtime()));
    Files.setPosixFilePermissions(found, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (Program program : Program.ALL) {
      if (Files.isDirectory(order.dist(program))) {
        copy(order.dist(program), program(program));
      }
    }
    Path cli = order.home().resolve("target/dist/conduit");
    if (Files.isDirectory(cli)) {
      copy(cli, dist().resolve("conduit"));
    }
    if (order.base().isEmpty()) {
      link();
    }
    touch(folder);
  }

  /**
   * Makes the AOT caches by a short run of every program that {@code conduit train} knows. A
   * program without one only starts slower. Answers what it said when it did not end well.
   */
  List<String> train() throws IOException, InterruptedException {
    if (!Files.isDirectory(dist().resolve("conduit"))) {
      return List.of("target/dist/conduit is missing, which does the training");
    }
    Tool.Result result =
        Tool.run(
            List.of(folder.resolve("bin/launch").toString(), "conduit", "train"),
            Map.of("CONDUIT_AOT", "off"),
            5);
    return result.isOk() ? List.of() : result.lines();
  }

  /** The others need a cluster to run at all, and start once in a while only; apps are apps. */
  static boolean isTrained(Program program) {
    return List.of(Program.SIDECAR, Program.EMBEDDED, Program.SIMULATOR).contains(program);
  }

  private void link() throws IOException, BuildFailed, InterruptedException {
    Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
    Tool.Result result =
        Tool.run(
            List.of(
                jlink.toString(),
                "--add-modules",
                String.join(",", MODULES),
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--output",
                runtime().toString()),
            Map.of(),
            5);
    if (!result.isOk()) {
      throw new BuildFailed(
          """
          jlink of this JDK (%s) could not make a runtime:
          %s
          Use a JDK 25 with jmods or one that links from its run-time image (jlink --help ends with \
          "Linking from run-time image enabled"), or name a base image: make image BASE_IMAGE=..."""
              .formatted(System.getProperty("java.home"), result.tail()));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else if (!Set.of("app.aot", "app.aot.config").contains(file.getFileName().toString())) {
          Files.copy(file, target);
        }
      }
    }
  }

  private static void touch(Path folder) throws IOException {
    FileTime time = FileTime.from(CHANGED);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, time);
      }
    }
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
