// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleTest {
  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.02, 0.5})
  void takes_countedIds_areTheirShare(double share) {
    int count = 100_000;
    long taken = IntStream.range(0, count).filter(i -> Sample.takes("req-" + i, share)).count();
    double deviation = Math.sqrt(share * (1 - share) / count);
    assertThat((double) taken / count).isCloseTo(share, within(4 * deviation));
  }

  @Test
  void takes_noneAndAll_areWhatTheySay() {
    assertThat(IntStream.range(0, 10_000).mapToObj(i -> "a" + i))
        .noneMatch(id -> Sample.takes(id, 0))
        .allMatch(id -> Sample.takes(id, 1));
    assertThat(Sample.takes("", 1)).isTrue();
  }

  @Test
  void takes_sameId_isAlwaysTheSame_andSmallerSharesAreInLargerOnes() {
    for (int i = 0; i < 10_000; i++) {
      String id = "req-" + i;
      assertThat(Sample.place(id)).isEqualTo(Sample.place("req-" + i)).isBetween(0.0, 1.0);
      if (Sample.takes(id, 0.02)) {
        assertThat(Sample.takes(id, 0.03)).isTrue();
      }
    }
    assertThat(Sample.place("req-1")).as("as every version has it").isEqualTo(0.2568293814063687);
  }
}
