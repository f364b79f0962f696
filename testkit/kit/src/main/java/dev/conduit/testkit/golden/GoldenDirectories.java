// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Runs a scenario for each directory under a root.
 *
 * <p>A directory holds inputs directly in it and what is expected of them under {@code expected/}.
 * A test fails when a produced file differs from the expected one or is not expected, when an
 * expected file was not produced, and when an input was missing or not read. With the system
 * property {@code conduit.golden.update=true} the expected files are replaced instead; nothing else
 * ever writes them.
 */
public final class GoldenDirectories {
  private static final String EXPECTED = "expected";

  private final Path root;
  private final boolean update;

  private GoldenDirectories(Path root, boolean update) {
    this.root = root;
    this.update = update;
  }

  /**
   * The directories under {@code root}.
   *
   * @param root relative to the module, such as {@code src/test/resources/golden}
   */
  public static GoldenDirectories under(Path root) {
    return new GoldenDirectories(root, Boolean.getBoolean("conduit.golden.update"));
  }

  static GoldenDirectories under(Path root, boolean update) {
    return new GoldenDirectories(root, update);
  }

  /** One test for each directory, sorted by name. Fails when there is none. */
  public Stream<DynamicTest> tests(Scenario scenario) throws IOException {
    List<Path> directories = directories();
    assertThat(directories).as("scenarios under %s", root).isNotEmpty();
    return directories.stream()
        .map(
            directory ->
                DynamicTest.dynamicTest(
                    directory.getFileName().toString(),
                    directory.toUri(),
                    () -> check(directory, scenario)));
  }

  private List<Path> directories() throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      return entries.filter(Files::isDirectory).sorted().toList();
    }
  }

  void check(Path directory, Scenario scenario) throws IOException {
    ScenarioInputs inputs = new ScenarioInputs(directory);
    SortedMap<String, String> made = new TreeMap<>();
    scenario.run(inputs).forEach((name, text) -> made.put(name, endingInNewline(text)));
    assertThat(inputs.unread()).as("inputs of %s that nothing read", directory).isEmpty();
    Path expected = directory.resolve(EXPECTED);
    if (update) {
      replace(expected, made);
    }
    compare(expected, made);
  }

  private static void compare(Path expected, SortedMap<String, String> made) throws IOException {
    SortedMap<String, String> wanted = filesUnder(expected);
    assertThat(made.keySet())
        .as("files made, against %s (make golden rewrites them)", expected)
        .containsExactlyElementsOf(wanted.keySet());
    for (Map.Entry<String, String> file : wanted.entrySet()) {
      assertThat(made.get(file.getKey()))
          .as("%s/%s", expected, file.getKey())
          .isEqualTo(file.getValue());
    }
  }

  private static SortedMap<String, String> filesUnder(Path folder) throws IOException {
    SortedMap<String, String> texts = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return texts;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        texts.put(name, Files.readString(file));
      }
    }
    return texts;
  }

  private static void replace(Path expected, SortedMap<String, String> made) throws IOException {
    for (String old : filesUnder(expected).keySet()) {
      if (!made.containsKey(old)) {
        Files.delete(expected.resolve(old));
      }
    }
    for (Map.Entry<String, String> file : made.entrySet()) {
      Path path = expected.resolve(file.getKey()).normalize();
      if (!path.startsWith(expected)) {
        throw new AssertionError("file name " + file.getKey() + " leaves " + expected);
      }
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }

  private static String endingInNewline(String text) {
    return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
  }
}
