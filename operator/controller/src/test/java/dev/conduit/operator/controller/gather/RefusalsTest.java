// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.gather;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Pods that the API refuses. */
final class RefusalsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private final Refusals refusals = new Refusals();

  @Test
  void reasonThatIsAnotherEachTime_isNews_butNotAskedForAtOnce() {
    assertThat(refusals.mayAsk("a", NOW)).isTrue();
    assertThat(refusals.add("a", "read tcp 10.0.0.1:40001: reset", NOW)).isTrue();
    assertThat(refusals.mayAsk("a", NOW.plusMillis(100))).isFalse();
    assertThat(refusals.mayAsk("b", NOW)).isTrue();

    Instant later = NOW.plus(Refusals.PAUSE);
    assertThat(refusals.mayAsk("a", later)).isTrue();
    assertThat(refusals.add("a", "read tcp 10.0.0.1:40002: reset", later)).isTrue();
    assertThat(refusals.mayAsk("a", later.plusMillis(100))).isFalse();
    assertThat(refusals.add("a", "read tcp 10.0.0.1:40002: reset", later)).isFalse();
  }

  @Test
  void clockThatWasSetBack_blocksNothing() {
    refusals.add("a", "exceeded quota", NOW);

    assertThat(refusals.mayAsk("a", NOW.minusSeconds(3600))).isTrue();
  }

  @Test
  void whatNobodyWants_orWasMade_isForgotten() {
    refusals.add("a", "exceeded quota", NOW);
    refusals.add("b", "exceeded quota", NOW);
    refusals.add("c", "exceeded quota", NOW);
    refusals.keep(Set.of("a", "b"));
    refusals.remove("b");

    assertThat(refusals.why("a")).contains("exceeded quota");
    assertThat(refusals.why("b")).isEmpty();
    assertThat(refusals.why("c")).isEmpty();
  }
}
