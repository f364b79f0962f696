// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?i)\\b(contract|invoice)\\b",
        "[A-Z]{2}[0-9]{6}",
        "(a+)+$",
        "[{}]{3}",
        "a{,3}",
        "\\{2000}",
        "(\\d{4}[ -]){3}\\d{4}"
      })
  void problem_sound_isNone(String text) {
    assertThat(Expression.problem(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(a | missing closing )",
        "(?=a) | no look-around",
        "(a)\\1 | no back-references",
        "(((a{100}){100}){100}){100} | too big",
        "((((((a{9}){9}){9}){9}){9}){9}){9} | too big",
        "[a-z]{999}[0-9]{999} | too big",
        "a{1001} | invalid repeat count",
      })
  void problem_unsound_saysWhy(String text, String why) {
    assertThat(Expression.problem(text)).get().asString().contains(why);
  }

  @Test
  void readable_ofManyExpressions_keepsTheProductBounded() {
    for (int size = 1; size < 100_000; size += 997) {
      assertThat((long) size * Expression.readable(size)).isLessThanOrEqualTo(Expression.MAX_STEPS);
    }
    assertThat(Expression.readable(4)).isEqualTo(Expression.MAX_TEXT);
  }

  @ParameterizedTest
  @CsvSource({
    "22:00, 06:00, 23:30, true",
    "22:00, 06:00, 05:59, true",
    "22:00, 06:00, 06:00, false",
    "09:00, 17:00, 09:00, true",
    "09:00, 17:00, 17:00, false",
    "09:00, 09:00, 03:00, true",
  })
  void contains_spanOfTheDay(String from, String to, String at, boolean isWithin) {
    DailySpan span =
        new DailySpan(LocalTime.parse(from), LocalTime.parse(to), ZoneId.of("Europe/Berlin"));
    Instant moment =
        LocalTime.parse(at)
            .atDate(java.time.LocalDate.of(2026, 7, 1))
            .atZone(span.zone())
            .toInstant();
    assertThat(span.contains(moment)).isEqualTo(isWithin);
  }
}
