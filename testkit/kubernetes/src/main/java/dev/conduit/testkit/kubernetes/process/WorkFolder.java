// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A temporary folder of one cluster, named {@code conduit-kube-<pid of the JVM>-<random>}. Making
 * one removes those of JVMs that died before they could.
 */
public final class WorkFolder {
  private static final String PREFIX = "conduit-kube-";
  private static final Pattern OWNED = Pattern.compile(PREFIX + "(\\d+)-.*");

  private WorkFolder() {}

  /** A new, empty one. */
  public static Path create() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      sweep(temporary);
      return Files.createTempDirectory(temporary, PREFIX + ProcessHandle.current().pid() + "-");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a work folder under " + temporary, e);
    }
  }

  /** Removes a folder with all it holds; what is gone already is no error. */
  public static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException e) {
      delete(folder); // a program that ends took something away meanwhile
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }

  private static void sweep(Path temporary) throws IOException {
    List<Path> left;
    try (Stream<Path> files = Files.list(temporary)) {
      left = files.filter(WorkFolder::isOrphan).toList();
    }
    left.forEach(WorkFolder::delete);
  }

  private static boolean isOrphan(Path path) {
    Matcher name = OWNED.matcher(path.getFileName().toString());
    return name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
  }
}
