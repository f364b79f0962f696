// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conduit.engine.simulator.batch.Answer;
import dev.conduit.engine.surface.spi.Constraint;
import dev.conduit.engine.surface.spi.Sampling;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorTest {

  private static final Tokenizer TOKENIZER = new Tokenizer();
  private static final Author AUTHOR = new Author(TOKENIZER);

  private static Sampling sampling(int minTokens, boolean ignoreEos) {
    return new Sampling(1, 1, 0, 0, 0, 0, 1, OptionalLong.empty(), Map.of(), minTokens, ignoreEos);
  }

  private static String text(List<Integer> tokens) {
    return switch (TOKENIZER.decode(tokens)) {
      case Tokenizer.Decoded.Text decoded -> decoded.text();
      case Tokenizer.Decoded.Unknown unknown -> "unknown " + unknown.id();
    };
  }

  private static Answer write(long seed, Constraint constraint) {
    return AUTHOR.write(new Seed(seed), constraint, sampling(0, false));
  }

  @Test
  void write_freeText_saysThatItIsSimulated() {
    Answer answer = write(1, new Constraint.None());
    assertThat(text(answer.tokens())).startsWith("Simulated answer, not a model's: ");
    assertThat(answer.length()).isEqualTo(answer.tokens().size()).isBetween(30, 250);
  }

  @Test
  void write_equalSeeds_giveEqualAnswersAndOthersDiffer() {
    assertThat(write(1, new Constraint.None())).isEqualTo(write(1, new Constraint.None()));
    assertThat(write(1, new Constraint.None())).isNotEqualTo(write(2, new Constraint.None()));
  }

  @Test
  void write_ignoreEos_neverEndsByItself() {
    Answer answer = AUTHOR.write(new Seed(1), new Constraint.None(), sampling(0, true));
    assertThat(answer.length()).isEqualTo(Answer.ENDLESS);
    assertThat(answer.at(1_000_000)).isNotNegative();
  }

  @Test
  void write_minTokens_isKept() {
    Answer answer = AUTHOR.write(new Seed(1), new Constraint.None(), sampling(5_000, false));
    assertThat(answer.length()).isEqualTo(5_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(yes|no|maybe)",
        "\\d{3}-[a-f]{2,4}",
        "[^a-z\\s]+x?",
        "^\\+?[1-9]\\d{1,14}$",
        "(?:ab)*c.\\.",
        "(?<year>20[0-9]{2})-(0[1-9]|1[0-2])",
        "[\\w.-]+@[\\w-]+\\.com",
        "\\x41\\u00e4"
      })
  void write_regex_matchesFromEndToEnd(String pattern) {
    for (int seed = 0; seed < 50; seed++) {
      assertThat(text(write(seed, new Constraint.Regex(pattern)).tokens())).matches(pattern);
    }
  }

  @Test
  void write_choiceAndAnyJson_areKept() {
    assertThat(text(write(1, new Constraint.Choice(List.of("red", "green"))).tokens()))
        .isIn("red", "green");
    assertThat(text(write(1, new Constraint.AnyJson()).tokens())).startsWith("{\"simulated\":true");
  }

  @Test
  void write_grammar_isRefused() {
    assertThatThrownBy(() -> write(1, new Constraint.Grammar("root ::= x")))
        .hasMessage(
            "the simulator keeps no grammars: ask for json_schema, regex or choice instead");
  }

  @Test
  void characters_bytesOfOneCharacterInSeveralTokens_comeTogether() {
    Characters characters = new Characters();
    StringBuilder text = new StringBuilder();
    for (int token : TOKENIZER.encode("größer 日本語 🦜 naïve")) {
      text.append(characters.append(TOKENIZER.bytes(token).orElseThrow()));
    }
    assertThat(text).hasToString("größer 日本語 🦜 naïve");
  }

  @Test
  void decode_idOutOfRange_isUnknown() {
    assertThat(TOKENIZER.decode(List.of(1, 9_999_999)))
        .isEqualTo(new Tokenizer.Decoded.Unknown(9_999_999));
    assertThat(TOKENIZER.bytes(-1)).isEmpty();
    assertThat(TOKENIZER.bytes(Tokenizer.VOCABULARY)).isEmpty();
    assertThat(TOKENIZER.bytes(Tokenizer.VOCABULARY - 1)).isNotEmpty();
  }
}
