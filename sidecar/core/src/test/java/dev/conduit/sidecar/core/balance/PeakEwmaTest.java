// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PeakEwmaTest {
  private static final long SECOND = 1_000_000_000L;
  private static final double MS = 1e6;

  @Test
  void observed_slower_jumpsAtOnce() {
    PeakEwma pace = PeakEwma.UNKNOWN.observed(100 * MS, 5).observed(900 * MS, 6);
    assertThat(pace.now(6)).isEqualTo(900 * MS);
  }

  @Test
  void observed_faster_comesDownWithTime() {
    PeakEwma pace = PeakEwma.UNKNOWN.observed(900 * MS, 0).observed(100 * MS, 10 * SECOND);
    double left = Math.exp(-1);
    assertThat(pace.now(10 * SECOND))
        .isCloseTo(900 * MS * left + 100 * MS * (1 - left), within(1.0));
    assertThat(PeakEwma.UNKNOWN.observed(9 * MS, 0).observed(MS, 0).now(0)).isEqualTo(9 * MS);
  }

  @Test
  void now_leftAlone_isForgivenInTime() {
    PeakEwma slow = PeakEwma.UNKNOWN.observed(5_000 * MS, 0);
    assertThat(slow.now(39 * SECOND)).isGreaterThan(100 * MS);
    assertThat(slow.now(40 * SECOND)).isLessThan(100 * MS);
    assertThat(slow.observed(6_000 * MS, 40 * SECOND).now(40 * SECOND))
        .as("one request tells that it still is slow")
        .isEqualTo(6_000 * MS);
  }

  @Test
  void expected_growsWithWhatIsUnderWay() {
    PeakEwma pace = PeakEwma.UNKNOWN.observed(100 * MS, 0);
    assertThat(pace.expected(0, 0)).isEqualTo(100 * MS);
    assertThat(pace.expected(0, 2.5)).isEqualTo(350 * MS);
    assertThat(PeakEwma.UNKNOWN.expected(0, 0)).as("idle and unknown: try it").isZero();
    assertThat(PeakEwma.UNKNOWN.expected(0, 0.5))
        .as("unknown and at work: not another one")
        .isGreaterThan(30_000 * MS);
  }

  @Test
  void now_clockOfAnotherThreadIsBehind_isNotMoreThanItWas() {
    assertThat(PeakEwma.UNKNOWN.observed(MS, 100).now(50)).isEqualTo(MS);
  }
}
