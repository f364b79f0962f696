// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenDirectoriesTest {
  private static final Scenario UPPER =
      inputs -> Map.of("upper.txt", inputs.required("in.txt").toUpperCase(java.util.Locale.ROOT));

  @TempDir private Path root;
  private Path directory;

  @BeforeEach
  void oneScenario() throws IOException {
    directory = Files.createDirectory(root.resolve("one"));
    write("in.txt", "a\n");
    write("expected/upper.txt", "A\n");
  }

  @Test
  void check_allAsExpected_passes() {
    assertThatCode(() -> check(false, UPPER)).doesNotThrowAnyException();
  }

  @Test
  void check_anotherText_failsNamingTheFile() throws IOException {
    write("in.txt", "b\n");

    assertThatThrownBy(() -> check(false, UPPER))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("expected/upper.txt");
  }

  @Test
  void check_expectedFileNotMade_fails() throws IOException {
    write("expected/stale.txt", "old\n");

    assertThatThrownBy(() -> check(false, UPPER)).hasMessageContaining("stale.txt");
  }

  @Test
  void check_fileMadeButNotExpected_fails() throws IOException {
    Files.delete(directory.resolve("expected/upper.txt"));

    assertThatThrownBy(() -> check(false, UPPER)).hasMessageContaining("upper.txt");
  }

  @Test
  void check_inputMissing_failsNamingIt() throws IOException {
    Files.delete(directory.resolve("in.txt"));

    assertThatThrownBy(() -> check(false, UPPER))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("in.txt is missing");
  }

  @Test
  void check_inputNotRead_fails() throws IOException {
    write("inn.txt", "misspelt\n");

    assertThatThrownBy(() -> check(false, UPPER)).hasMessageContaining("inn.txt");
  }

  @Test
  void check_updating_replacesAndRemoves() throws IOException {
    write("in.txt", "b\n");
    write("expected/stale.txt", "old\n");

    check(true, UPPER);

    assertThat(directory.resolve("expected/upper.txt")).hasContent("B\n");
    assertThat(directory.resolve("expected/stale.txt")).doesNotExist();
  }

  @Test
  void check_updatingWithNameOutside_writesNothing() {
    assertThatThrownBy(
            () -> check(true, inputs -> Map.of("../in.txt", inputs.required("in.txt") + "changed")))
        .hasMessageContaining("leaves");
    assertThat(directory.resolve("in.txt")).hasContent("a\n");
  }

  @Test
  void startingWith_severalFiles_givesThemSorted() throws IOException {
    write("in-b.txt", "b\n");
    write("in-a.txt", "a\n");

    assertThat(new ScenarioInputs(directory).startingWith("in-").keySet())
        .containsExactly("in-a.txt", "in-b.txt");
  }

  @Test
  void tests_noScenario_fails(@TempDir Path empty) {
    assertThatThrownBy(() -> GoldenDirectories.under(empty, false).tests(UPPER))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("scenarios under");
  }

  @Test
  void tests_oneScenario_isNamedAsItsDirectory() throws IOException {
    assertThat(GoldenDirectories.under(root, false).tests(UPPER))
        .extracting(test -> test.getDisplayName())
        .containsExactly("one");
  }

  private void check(boolean update, Scenario scenario) throws IOException {
    GoldenDirectories.under(root, update).check(directory, scenario);
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
