// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.gather;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.Obstacle;
import org.junit.jupiter.api.Test;

/** Blocks that share a model on a claim. */
final class ClaimFactsTest {
  /** Else the one that runs would be planned anew by the guess that its neighbour may be. */
  @Test
  void blockThatRuns_waits_whicheverOfTwoComesFirst() {
    ModelReading running = new ModelReading.Pending("claim \"models\"");
    ModelReading waiting =
        new ModelReading.Obstructed(Obstacle.UNREACHABLE, "no pod can be made: exceeded quota");

    assertThat(ClaimFacts.together(running, waiting)).isEqualTo(running);
    assertThat(ClaimFacts.together(waiting, running)).isEqualTo(running);
    assertThat(ClaimFacts.together(waiting, waiting)).isEqualTo(waiting);
  }
}
