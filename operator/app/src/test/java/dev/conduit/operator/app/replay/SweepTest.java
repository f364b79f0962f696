// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.conduit.operator.app.replay.Recorded.Outcome;
import dev.conduit.sidecar.learning.Quality;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SweepTest {
  @Test
  void quality_ofManyRequests_isThatOfAllScoresAtOnce() {
    Random random = new Random(7);
    int n = 5000;
    double[] scores = new double[n];
    double[] gains = new double[n];
    Sweep sweep = new Sweep();
    for (int i = 0; i < n; i++) {
      scores[i] = Math.round(random.nextDouble() * 10_000) / 10_000.0;
      Outcome outcome =
          new Outcome(random.nextInt(2), random.nextDouble() < 0.5 + scores[i] / 2 ? 1 : 0);
      gains[i] = outcome.gain();
      sweep.add(scores[i], outcome, 1, 3);
    }
    Quality all = Quality.of(scores, gains);
    Quality swept = sweep.quality().orElseThrow();
    assertThat(swept.apgr()).isCloseTo(all.apgr(), within(1e-9));
    assertThat(swept.cpt50()).isCloseTo(all.cpt50(), within(1e-9));
    assertThat(swept.cpt80()).isCloseTo(all.cpt80(), within(1e-9));
  }

  @Test
  void curve_goesFromAllLightToAllHeavy_bestScoresFirst() {
    Sweep sweep = new Sweep();
    sweep.add(0.9, new Outcome(0, 1), 1, 5);
    sweep.add(0.1, new Outcome(1, 1), 1, 3);
    assertThat(sweep.curve())
        .isEqualTo(
            List.of(
                new Sweep.Point(0, 1, 0.5), new Sweep.Point(0.5, 3, 1), new Sweep.Point(1, 4, 1)));
  }

  @Test
  void quality_whereTheHeavyTierIsNoBetter_isEmpty() {
    Sweep sweep = new Sweep();
    sweep.add(0.9, new Outcome(1, 0), 1, 5);
    sweep.add(0.1, new Outcome(0, 1), 1, 3);
    assertThat(sweep.quality()).isEmpty();
  }
}
