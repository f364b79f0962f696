// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging.image;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;

/** The layers of an image, from what changes least to what changes most. */
final class Layers {
  static final String RUNTIME = "/opt/java";
  static final String MODELS = "/app/models";
  private static final String USER = "65532";

  /** How the names of our own jars begin, as Maven and as Quarkus lay them out. */
  private static final List<String> OURS = List.of("conduit-", "dev.conduit.");

  private static final FilePermissions PLAIN = FilePermissions.fromOctalString("644");
  private static final FilePermissions PROGRAM = FilePermissions.fromOctalString("755");
  private static final FilePermissions ANYONE = FilePermissions.fromOctalString("777");

  private Layers() {}

  /**
   * The C library and those above it, the user, folders to write in.
   *
   * @param empty a folder with nothing in it
   */
  static FileEntriesLayer system(SortedMap<String, Path> libraries, Path etc, Path empty)
      throws IOException {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("system");
    for (var library : libraries.entrySet()) {
      add(layer, library.getValue().toRealPath(), library.getKey(), PROGRAM, "0:0");
    }
    try (Stream<Path> files = Files.list(etc)) {
      for (Path file : files.sorted().toList()) {
        add(layer, file, "/etc/" + file.getFileName(), PLAIN, "0:0");
      }
    }
    folders(layer, empty);
    return layer.build();
  }

  /** The folders that programs write in; where the root is read-only, volumes come over them. */
  static FileEntriesLayer scratch(Path empty) {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("scratch");
    folders(layer, empty);
    return layer.build();
  }

  static FileEntriesLayer runtime(Path runtime) throws IOException {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("java");
    addTree(layer, runtime, RUNTIME, List.of());
    return layer.build();
  }

  /** The libraries of a program, which a release rarely changes. */
  static FileEntriesLayer libraries(Path program) throws IOException {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("libraries");
    addTree(layer, program.resolve("lib"), JavaArguments.HOME + "/lib", OURS);
    return layer.build();
  }

  static FileEntriesLayer model(Path file, String name) {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("model");
    add(layer, file, MODELS + "/" + name, PLAIN, "0:0");
    return layer.build();
  }

  /** All else of a program: our own code, the AOT cache, the arguments. */
  static FileEntriesLayer program(Path program, Path arguments) throws IOException {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("program");
    add(layer, arguments, JavaArguments.FILE, PLAIN, "0:0");
    Path lib = program.resolve("lib");
    try (Stream<Path> files = Files.walk(program)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = file.getFileName().toString();
        if (!file.startsWith(lib) || OURS.stream().anyMatch(name::startsWith)) {
          add(layer, file, JavaArguments.HOME + "/" + program.relativize(file), PLAIN, "0:0");
        }
      }
    }
    return layer.build();
  }

  private static void addTree(
      FileEntriesLayer.Builder layer, Path from, String to, List<String> without)
      throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = file.getFileName().toString();
        if (without.stream().noneMatch(name::startsWith)) {
          FilePermissions mode = Files.isExecutable(file) ? PROGRAM : PLAIN;
          add(layer, file, to + "/" + from.relativize(file), mode, "0:0");
        }
      }
    }
  }

  private static void folders(FileEntriesLayer.Builder layer, Path empty) {
    add(layer, empty, "/tmp", ANYONE, "0:0");
    add(layer, empty, "/models", PROGRAM, USER + ":" + USER);
  }

  private static void add(
      FileEntriesLayer.Builder layer, Path file, String to, FilePermissions mode, String owner) {
    layer.addEntry(file, AbsoluteUnixPath.get(to), mode, Stage.CHANGED, owner);
  }
}
