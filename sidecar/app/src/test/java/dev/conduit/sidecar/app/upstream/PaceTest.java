// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  @Test
  void failed_aHundredTimesAtOnce_isForgottenInAMinuteOrTwo() {
    Pace pace = new Pace();
    pace.began(true, Duration.ofMillis(100).toNanos(), 0);
    for (int i = 0; i < 2_000; i++) {
      pace.failed(true, i);
    }
    assertThat(pace.latency(true).now(2_000)).isBetween(10e9, 60e9);
    assertThat(pace.latency(true).now(Duration.ofMinutes(2).toNanos())).isLessThan(1e9);
  }
}
