// SPDX-License-Identifier: Apache-2.0
package dev.conduit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Sidecars that start before, during and after the operator's absence route correctly. */
final class SidecarAbsenceIT {
  private final Cluster cluster = Cluster.shared();

  @Test
  void operator_away_sidecarsRouteBeforeDuringAndAfter() {
    try (Space space = cluster.space("absence")) {
      space.apply(Resources.light("chat", 2));
      space.apply(Resources.policy("all", "chat"));
      space.awaitReady("chat");
      Space.patiently("published").until(() -> space.readyUrls("all").size() == 2);

      try (SidecarProcess before = SidecarProcess.start(space, "before", "all")) {
        answers(before, 2);

        cluster.operator.kill();
        answers(before, 2);
        try (SidecarProcess during = SidecarProcess.start(space, "during", "all")) {
          answers(during, 2);

          cluster.operator.startAgain();
          try (SidecarProcess after = SidecarProcess.start(space, "after", "all")) {
            answers(after, 2);
            // A change reaches all three by the stream; the mounted copies stay as they are.
            space.apply(Resources.light("chat", 3));
            space.await("chat", status -> "3/3".equals(status.ready()));
            answers(before, 3);
            answers(during, 3);
            answers(after, 3);
            Space.patiently("the policy counts its sidecars")
                .until(() -> sidecars(space).equals("3/3"));
          }
          Space.patiently("one has gone").until(() -> sidecars(space).equals("2/2"));
        }
      }
    }
  }

  private static String sidecars(Space space) {
    var status = space.policy("all").getStatus();
    return status.sidecarsInSync() + "/" + status.sidecars();
  }

  /** Every answer is good, and as many endpoints give them. */
  private static void answers(SidecarProcess sidecar, int endpoints) {
    Set<String> seen = new TreeSet<>();
    Space.patiently("answers of " + endpoints + " endpoints")
        .until(
            () -> {
              SidecarProcess.Answer answer = sidecar.ask();
              if (answer.status() == 200) {
                seen.add(answer.endpoint());
              }
              return seen.size() >= endpoints;
            });
    for (int i = 0; i < 4 * endpoints; i++) {
      assertThat(sidecar.ask().status()).as(sidecar.tail()).isEqualTo(200);
    }
  }
}
