// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class StabilityTest {
  private static final int SCORES = 1_000;

  @Test
  void index_samePopulation_isAsSmallAsChanceAllows() {
    Stability stability = Stability.of(uniform());
    Random random = new Random(7);
    double sum = 0;
    for (int round = 0; round < 200; round++) {
      long[] seen = new long[stability.bins()];
      for (int i = 0; i < SCORES; i++) {
        seen[stability.bin(random.nextDouble())]++;
      }
      sum += stability.index(seen);
    }
    assertThat(sum / 200).as("(bins - 1) / n").isCloseTo(0.009, within(0.001));
  }

  @Test
  void index_byHand() {
    Stability stability = Stability.of(new float[] {0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1});
    assertThat(stability.bins()).isEqualTo(2);
    assertThat(stability.bin(0.2)).isZero();
    assertThat(stability.bin(1)).isEqualTo(1);
    double expected = (0.8 - 0.5) * Math.log(0.8 / 0.5) + (0.2 - 0.5) * Math.log(0.2 / 0.5);
    assertThat(stability.index(new long[] {80, 20})).isCloseTo(expected, within(1e-6));
  }

  @Test
  void index_otherPopulation_isAboveTheConvention() {
    Stability stability = Stability.of(uniform());
    long[] seen = new long[stability.bins()];
    for (int i = 0; i < SCORES; i++) {
      seen[stability.bin(Math.pow((i + 0.5) / SCORES, 3))]++;
    }
    assertThat(stability.index(seen)).isGreaterThan(0.25);
    assertThat(stability.index(new long[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 9})).isFinite();
  }

  @Test
  void of_allScoresEqual_hasOneBinAndNoDrift() {
    Stability stability = Stability.of(new float[101]);
    assertThat(stability.bins()).isEqualTo(1);
    assertThat(stability.index(new long[] {5})).isCloseTo(0, within(1e-12));
  }

  private static float[] uniform() {
    float[] quantiles = new float[101];
    for (int i = 0; i <= 100; i++) {
      quantiles[i] = i / 100f;
    }
    return quantiles;
  }
}
