// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.golden;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The input files of one scenario: those directly in its directory. Remembers which were asked for;
 * used by one thread, for one run.
 */
public final class ScenarioInputs {
  private final Path directory;
  private final SortedSet<String> names;
  private final SortedSet<String> unread;

  ScenarioInputs(Path directory) throws IOException {
    this.directory = directory;
    try (Stream<Path> files = Files.list(directory)) {
      this.names =
          files
              .filter(Files::isRegularFile)
              .map(file -> file.getFileName().toString())
              .collect(toCollection(TreeSet::new));
    }
    this.unread = new TreeSet<>(names);
  }

  /** Name of the scenario: that of its directory. */
  public String scenario() {
    return directory.getFileName().toString();
  }

  /** Text of one file. Fails the test when there is none. */
  public String required(String name) throws IOException {
    return optional(name)
        .orElseThrow(() -> new AssertionError("input " + directory.resolve(name) + " is missing"));
  }

  /** Text of one file, where the scenario has it. */
  public Optional<String> optional(String name) throws IOException {
    return names.contains(name) ? Optional.of(read(name)) : Optional.empty();
  }

  /** Texts of all files whose names start so, by name, sorted. Fails the test when none does. */
  public Map<String, String> startingWith(String prefix) throws IOException {
    List<String> wanted = names.stream().filter(name -> name.startsWith(prefix)).toList();
    if (wanted.isEmpty()) {
      throw new AssertionError("no input " + directory.resolve(prefix + "*"));
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (String name : wanted) {
      texts.put(name, read(name));
    }
    return texts;
  }

  /** Files that nobody asked for: a misspelt name, most often. Sorted. */
  SortedSet<String> unread() {
    return new TreeSet<>(unread);
  }

  private String read(String name) throws IOException {
    unread.remove(name);
    return Files.readString(directory.resolve(name));
  }
}
