// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ChangeFeedTest {
  @Test
  void turnThatFails_isTakenAgainSoon() {
    Duration usual = Duration.ofMinutes(3);

    Duration next =
        ChangeFeed.guarded(
            () -> {
              throw new IllegalArgumentException("bytes must not be negative");
            });

    assertThat(next).isPositive().isLessThan(usual);
    assertThat(ChangeFeed.guarded(() -> usual)).isEqualTo(usual);
  }
}
