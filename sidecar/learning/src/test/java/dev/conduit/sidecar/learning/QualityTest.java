// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class QualityTest {
  @Test
  void of_equalScores_isChance() {
    Quality quality = Quality.of(new double[4], new double[] {1, 0, 0, 1});
    assertThat(quality.apgr()).isCloseTo(0.5, within(1e-12));
    assertThat(quality.cpt50()).isCloseTo(0.5, within(1e-12));
    assertThat(quality.cpt80()).isCloseTo(0.8, within(1e-12));
  }

  @Test
  void of_theBestOrder_recoversAllWithTheFirst() {
    double[] gains = {0, 1, 0, 0, 0, 0, 0, 0, 0, 0};
    Quality quality = Quality.of(gains, gains);
    // All of the gap after one request of ten: a ramp over the first tenth, then 1.
    assertThat(quality.apgr()).isCloseTo(0.95, within(1e-12));
    assertThat(quality.cpt50()).isCloseTo(0.05, within(1e-12));
    assertThat(quality.cpt80()).isCloseTo(0.08, within(1e-12));
  }

  @Test
  void of_theWorstOrder_recoversAllWithTheLast() {
    Quality quality = Quality.of(new double[] {3, 2, 1, 0}, new double[] {0, 0, 0, 1});
    assertThat(quality.apgr()).isCloseTo(0.05 * (0.2 * 2 + 0.6 * 2 + 1), within(0.02));
    assertThat(quality.cpt50()).isCloseTo(0.875, within(1e-12));
  }

  @Test
  void of_whereTheWeakModelIsRightAlone_goesAboveOne() {
    double[] gains = {1, 1, -1};
    assertThat(Quality.of(gains, gains).apgr()).isGreaterThan(1);
  }

  @Test
  void of_groups_isThatOfTheirRequests() {
    Quality groups = Quality.of(List.of(new Quality.Group(2, 1), new Quality.Group(3, 1)));
    Quality requests = Quality.of(new double[] {2, 2, 1, 1, 1}, new double[] {1, 0, 0, 1, 0});
    assertThat(groups.apgr()).isCloseTo(requests.apgr(), within(1e-12));
    assertThat(groups.cpt80()).isCloseTo(requests.cpt80(), within(1e-12));
  }
}
