// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BackoffTest {
  private final Backoff backoff =
      new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(1));

  @Test
  void after_moreFailures_doublesUpToTheLimit() {
    assertThat(backoff.after(1, 0)).isEqualTo(Duration.ofMillis(500));
    assertThat(backoff.after(2, 0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(backoff.after(3, 0)).isEqualTo(Duration.ofSeconds(2));
    assertThat(backoff.after(60, 0)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void after_spread_staysWithinTheStep() {
    assertThat(backoff.after(2, 0.5)).isEqualTo(Duration.ofMillis(1500));
    assertThat(backoff.after(2, 0.999)).isLessThan(Duration.ofSeconds(2));
  }
}
