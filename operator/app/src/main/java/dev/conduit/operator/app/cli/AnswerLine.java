// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.operator.app.chat.Answer;
import java.time.Duration;
import java.util.Locale;

/** The line below an answer: who gave it, why, how fast. */
final class AnswerLine {
  private AnswerLine() {}

  static String of(Answer.Complete answer) {
    Answer.Route route = answer.route();
    return String.format(
        Locale.ROOT,
        "[tier %s | model %s | endpoint %s | %s | first token %d ms, total %d ms%s]",
        known(route.tier()),
        known(route.model()),
        known(route.endpoint()),
        known(route.reason()),
        answer.firstToken().toMillis(),
        answer.total().toMillis(),
        rate(answer));
  }

  private static String known(String value) {
    return value.isEmpty() ? "unknown" : value;
  }

  private static String rate(Answer.Complete answer) {
    Duration decode = answer.total().minus(answer.firstToken());
    if (answer.tokens() < 2 || decode.toMillis() == 0) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        ", %d tokens, %.0f tokens/s",
        answer.tokens(),
        (answer.tokens() - 1) * 1000.0 / decode.toMillis());
  }
}
