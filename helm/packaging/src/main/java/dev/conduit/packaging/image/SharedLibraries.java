// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The shared libraries of this machine that the runtime, and native code inside the programs' jars,
 * ask for: the C library with its loader, libstdc++ and the like. Found by {@code ldd}.
 */
final class SharedLibraries {
  private static final Pattern FOUND = Pattern.compile("^\\s*\\S+ => (/\\S+) \\(0x\\w+\\)$");
  private static final Pattern LOADER = Pattern.compile("^\\s*(/\\S+) \\(0x\\w+\\)$");
  private static final Pattern MISSING = Pattern.compile("^\\s*(\\S+) => not found$");

  /** Asked for by name at run time: to cancel threads, to look up hosts in an older C library. */
  private static final List<String> BY_NAME =
      List.of("libgcc_s.so.1", "libnss_files.so.2", "libnss_dns.so.2", "libresolv.so.2");

  private final Path runtime;
  private final SortedMap<String, Path> found = new TreeMap<>();

  private SharedLibraries(Path runtime) {
    this.runtime = runtime;
  }

  /**
   * By the path that they have in an image, which is theirs here.
   *
   * @param programs folders with jars
   */
  static SortedMap<String, Path> of(Path runtime, List<Path> programs)
      throws IOException, BuildFailed, InterruptedException {
    SharedLibraries libraries = new SharedLibraries(runtime);
    try (Stream<Path> files = Files.walk(runtime)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        libraries.add(file);
      }
    }
    Path natives = Files.createDirectories(runtime.resolveSibling("natives"));
    for (Path program : programs) {
      try (Stream<Path> files = Files.walk(program)) {
        for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
          libraries.addNatives(jar, natives);
        }
      }
    }
    libraries.addByName();
    return libraries.found;
  }

  private void add(Path file) throws IOException, BuildFailed, InterruptedException {
    if (!Elf.isForThisMachine(file)) {
      return;
    }
    Tool.Result result = Tool.run(List.of("ldd", file.toString()), Map.of("LC_ALL", "C"), 1);
    for (String line : result.lines()) {
      path(line)
          .filter(path -> !path.startsWith(runtime))
          .ifPresent(path -> found.put(path.toString(), path));
      Matcher missing = MISSING.matcher(line);
      // Libraries of the runtime find each other once it runs.
      if (missing.matches() && !isOfRuntime(missing.group(1))) {
        throw new BuildFailed(
            "%s needs %s, which this machine does not have; install it, or name a base image that has it: make image BASE_IMAGE=..."
                .formatted(file.getFileName(), missing.group(1)));
      }
    }
  }

  private void addNatives(Path jar, Path folder)
      throws IOException, BuildFailed, InterruptedException {
    List<Path> extracted = new ArrayList<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        if (entry.getName().endsWith(".so") && !entry.getName().contains("Android")) {
          Path file = Files.createTempFile(folder, "native", ".so");
          try (InputStream in = zip.getInputStream(entry)) {
            Files.write(file, in.readAllBytes());
          }
          extracted.add(file);
        }
      }
    }
    for (Path file : extracted) {
      add(file);
    }
  }

  private void addByName() {
    found.values().stream()
        .map(Path::getParent)
        .distinct()
        .flatMap(folder -> BY_NAME.stream().map(folder::resolve))
        .filter(Files::isRegularFile)
        .toList()
        .forEach(file -> found.put(file.toString(), file));
  }

  private static Optional<Path> path(String line) {
    for (Pattern pattern : List.of(FOUND, LOADER)) {
      Matcher matcher = pattern.matcher(line);
      if (matcher.matches()) {
        return Optional.of(Path.of(matcher.group(1)).normalize());
      }
    }
    return Optional.empty();
  }

  private boolean isOfRuntime(String name) {
    return Files.exists(runtime.resolve("lib").resolve(name))
        || Files.exists(runtime.resolve("lib/server").resolve(name));
  }
}
