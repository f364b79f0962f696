// SPDX-License-Identifier: Apache-2.0
package dev.conduit.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The corpus: valid manifests pass, each invalid one gives exactly the problem it names. */
class CorpusTest {
  private static final Path CORPUS = Path.of("../corpus");
  private static final String EXPECT = "# expect: ";

  private final ManifestReader reader = new ManifestReader();
  private final ManifestValidator validator = new ManifestValidator();

  static Stream<Path> valid() {
    return files("valid");
  }

  static Stream<Path> invalid() {
    return files("invalid");
  }

  @ParameterizedTest
  @MethodSource
  void valid(Path file) throws IOException {
    assertThat(problems(file)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource
  void invalid(Path file) throws IOException {
    List<String> expected =
        Files.readAllLines(file).stream()
            .filter(line -> line.startsWith(EXPECT))
            .map(line -> line.substring(EXPECT.length()))
            .toList();
    assertThat(expected).isNotEmpty();
    List<Problem> problems = problems(file);
    assertThat(problems).as("%s", problems).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      Problem problem = problems.get(i);
      assertThat(problem.path() + ": " + problem.message()).startsWith(expected.get(i));
      assertThat(problem.line()).isPositive();
    }
  }

  @Test
  void corpus_isLargeEnough() {
    assertThat(valid().count()).isGreaterThanOrEqualTo(12);
    assertThat(invalid().count()).isGreaterThanOrEqualTo(60);
  }

  private List<Problem> problems(Path file) throws IOException {
    String text = Files.readString(file);
    ManifestReader.Contents contents = reader.read(file.getFileName().toString(), text);
    assertThat(contents.problems()).isEmpty();
    Manifest last = contents.manifests().getLast();
    ManifestValidator.Validated result =
        contents.manifests().size() == 1
            ? validator.validate(last)
            : validator.validateUpdate(last, contents.manifests().getFirst().tree());
    return switch (result) {
      case ManifestValidator.Validated.Accepted _ -> List.of();
      case ManifestValidator.Validated.Refused(List<Problem> all) -> all;
    };
  }

  private static Stream<Path> files(String folder) {
    try (Stream<Path> files = Files.list(CORPUS.resolve(folder))) {
      return files.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
