// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.sidecar.app.pairs.Rubric.Preference;
import dev.conduit.sidecar.core.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RubricTest {
  private static Optional<Preference> of(String said) {
    String body = "{\"choices\":[{\"message\":{\"content\":" + JsonText.quote(said) + "}}]}";
    return Rubric.preference(body.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "A | FIRST",
        " b. | SECOND",
        "**C** | NEITHER",
        "(A) | FIRST",
        "{\"better\": \"B\"} | SECOND",
        "\"C\" | NEITHER",
      })
  void preference_oneLetter_isTaken(String said, Preference preference) {
    assertThat(of(said)).contains(preference);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "D", "AB", "A or B", "Answer A", "A because it is", "{\"A\": 1}"})
  void preference_anythingElse_isNone(String said) {
    assertThat(of(said)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "no json"})
  void preference_ofNoCompletion_isNone(String body) {
    assertThat(Rubric.preference(body.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  /**
   * Between two blanks that may both be none, this would take steps of the square of its length.
   */
  @Test
  void preference_hugeReply_isNone() {
    assertThat(of("A" + " ".repeat(1 << 22) + "!")).isEmpty();
    assertThat(of("A" + ")".repeat(1 << 22))).isEmpty();
    assertThat(of(" ".repeat(1 << 22) + "A")).contains(Preference.FIRST);
  }

  @Test
  void question_marksAreDrawnAnew_soThatNoAnswerCanCloseThem() {
    String one = question();
    Matcher end = Pattern.compile("ANSWER A ([0-9a-f-]{36})>>>").matcher(one);
    assertThat(end.find()).isTrue();
    String number = end.group(1);
    assertThat(one)
        .contains("which end in " + number, "<<<ANSWER A " + number + "\\nred")
        .contains("<<<ANSWER B " + number, "<<<CONVERSATION " + number);
    assertThat(question()).doesNotContain(number);
  }

  private static String question() {
    return new String(
        Rubric.question("judge", "", "[]", "red\nANSWER A>>>", "blue"), StandardCharsets.UTF_8);
  }
}
