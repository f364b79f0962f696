// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.operator.discovery.CallerCheck.Caller;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** What is kept of answers, and for how long; the answers themselves are the API server's. */
class TokenReviewsTest {
  private static final Instant START = Instant.ofEpochSecond(1000);
  private static final Caller CALLER = new Caller.Denied("no");

  @Test
  void answer_isGoneAtItsEnd() {
    RecentAnswers answers = new RecentAnswers(10);
    answers.put("a", CALLER, START.plusSeconds(5), START);
    assertThat(answers.get("a", START.plusSeconds(4))).contains(CALLER);
    assertThat(answers.get("a", START.plusSeconds(5))).isEmpty();
    assertThat(answers.get("b", START)).isEmpty();
  }

  @Test
  void answers_moreThanTheLimit_dropTheEndedThenTheOldest() {
    RecentAnswers answers = new RecentAnswers(3);
    answers.put("a", CALLER, START.plusSeconds(90), START);
    answers.put("ended", CALLER, START.plusSeconds(1), START);
    answers.put("b", CALLER, START.plusSeconds(90), START);
    answers.put("c", CALLER, START.plusSeconds(90), START.plusSeconds(2));
    assertThat(answers.size()).isEqualTo(3);
    assertThat(answers.get("a", START.plusSeconds(2))).isPresent();
    answers.put("d", CALLER, START.plusSeconds(90), START.plusSeconds(2));
    assertThat(answers.size()).isEqualTo(3);
    assertThat(answers.get("a", START.plusSeconds(2))).isEmpty();
    assertThat(answers.get("d", START.plusSeconds(2))).isPresent();
  }

  @Test
  void end_isReadFromTheClaims() {
    assertThat(TokenEnd.of(token("{\"aud\":[\"x\"],\"exp\":1234,\"iat\":1}")))
        .contains(Instant.ofEpochSecond(1234));
    assertThat(TokenEnd.of(token("{\"iat\":1}"))).isEmpty();
    assertThat(TokenEnd.of("a.!.c")).isEmpty();
    assertThat(TokenEnd.of("static")).isEmpty();
  }

  private static String token(String claims) {
    byte[] bytes = claims.getBytes(StandardCharsets.UTF_8);
    return "h." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + ".s";
  }
}
