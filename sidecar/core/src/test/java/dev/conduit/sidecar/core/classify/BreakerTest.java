// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void failed_threeTimes_opensForASecond() {
    Breaker two = Breaker.CLOSED.failed(10).failed(10);
    assertThat(two.allows(10)).isTrue();
    Breaker open = two.failed(10);
    assertThat(open.allows(10)).isFalse();
    assertThat(open.allows(9 + SECOND)).isFalse();
    assertThat(open.allows(10 + SECOND)).isTrue();
  }

  @Test
  void answered_between_startsAnew() {
    assertThat(Breaker.CLOSED.failed(1).failed(1).answered().failed(1).failed(1).allows(1))
        .isTrue();
  }

  @Test
  void probe_isAlone_andThatItFailsDoublesThePause() {
    long at = 10 + SECOND;
    Breaker probing = open().asked(at);
    assertThat(probing.allows(at)).isFalse();
    Breaker again = probing.failed(at);
    assertThat(again.allows(at + 2 * SECOND - 1)).isFalse();
    assertThat(again.allows(at + 2 * SECOND)).isTrue();
    assertThat(probing.answered().allows(at)).isTrue();
  }

  @Test
  void failed_lateOnesWhileOpen_doNotLengthenThePause() {
    assertThat(open().failed(20).failed(30)).isEqualTo(open());
  }

  @Test
  void pause_isBounded() {
    Breaker one = open();
    long now = 10;
    for (int i = 0; i < 70; i++) {
      now = one.until();
      one = one.asked(now).failed(now);
    }
    assertThat(one.until() - now).isEqualTo(32 * SECOND);
  }

  private static Breaker open() {
    return Breaker.CLOSED.failed(10).failed(10).failed(10);
  }
}
