// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.Obstacle;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FollowedTest {
  private static final ModelReading HEADERS =
      new ModelReading.Headers(Map.of(), Map.of(), Set.of(), false, "there");
  private static final ModelReading AWAY = new ModelReading.Obstructed(Obstacle.UNREACHABLE, "");
  private static final ModelReading GONE = new ModelReading.Obstructed(Obstacle.MISSING, "");

  private final Followed followed =
      new Followed(
          new OciModel("oci://a.example/b:c", Optional.empty(), "", false, Optional.empty()),
          "a.example");

  @Test
  void headers_stay_whileThePlaceDoesNotAnswer() {
    assertThat(followed.take(HEADERS)).isTrue();
    assertThat(followed.take(AWAY)).isFalse();
    assertThat(followed.reading()).isEqualTo(HEADERS);
    assertThat(followed.failures()).isEqualTo(1);
  }

  @Test
  void tagThatIsGone_isSaid_butNotToABlockThatRuns() {
    followed.take(HEADERS);
    assertThat(followed.take(GONE)).isTrue();
    assertThat(followed.reading()).isEqualTo(GONE);
    assertThat(followed.patient()).isEqualTo(HEADERS);
  }

  @Test
  void modelThatWasNeverRead_isAFindingOfABlockThatRuns_unlessNobodyAnswers() {
    followed.take(GONE);
    assertThat(followed.patient()).isEqualTo(GONE);
    followed.take(AWAY);
    assertThat(followed.patient()).isInstanceOf(ModelReading.Pending.class);
  }
}
