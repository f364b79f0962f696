// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.sidecar.app.pairs.Rubric.Preference;
import dev.conduit.sidecar.core.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
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
}
