// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoopTimeTest {
  @Test
  void tick_inTime_isAsLongAsItWas() {
    LoopTime time = new LoopTime(Duration.ofNanos(20), 1000);
    time.tick(1010);
    time.tick(1021);
    assertThat(time.nanos()).isEqualTo(21);
  }

  @Test
  void tick_late_isOneStepHoweverLate() {
    LoopTime time = new LoopTime(Duration.ofNanos(20), 0);
    time.tick(10_000);
    time.tick(10_000); // the timer catches up
    time.tick(10_001);
    assertThat(time.nanos()).isEqualTo(21);
  }
}
