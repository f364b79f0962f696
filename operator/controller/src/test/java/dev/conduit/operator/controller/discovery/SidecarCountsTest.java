// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.PolicyRef;
import dev.conduit.operator.discovery.Sync;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SidecarCountsTest {
  private static final PolicyRef APPS = new PolicyRef("team", "apps");
  private static final PolicyRef OTHER = new PolicyRef("team", "other");

  private final Map<PolicyRef, Sync> hub = new HashMap<>();
  private final List<PolicyRef> called = new ArrayList<>();
  private final SidecarCounts counts =
      new SidecarCounts(policy -> hub.getOrDefault(policy, Sync.NONE), called::add);

  @Test
  void of_policyThatNobodyFollows_isNone() {
    assertThat(counts.of(APPS)).isEqualTo(new SidecarCounts.Count(0, 0));
  }

  @Test
  void turn_manyChanges_callsOnceWithTheLast() {
    for (int i = 1; i <= 100; i++) {
      follow(APPS, i, i - 1);
    }
    assertThat(counts.of(APPS)).as("until the turn, as it was").isEqualTo(count(0, 0));

    counts.turn();

    assertThat(counts.of(APPS)).isEqualTo(count(99, 100));
    assertThat(called).containsExactly(APPS);
  }

  @Test
  void turn_backAtTheSameNumbers_callsNobody() {
    follow(APPS, 2, 2);
    counts.turn();
    called.clear();

    follow(APPS, 3, 2);
    follow(APPS, 2, 2);
    counts.turn();

    assertThat(called).isEmpty();
  }

  @Test
  void turn_oneOfTwoPoliciesChanged_callsThatOnly() {
    follow(APPS, 1, 1);
    follow(OTHER, 1, 1);
    counts.turn();
    called.clear();

    follow(OTHER, 1, 0);
    counts.turn();

    assertThat(called).containsExactly(OTHER);
    assertThat(counts.of(APPS)).isEqualTo(count(1, 1));
  }

  @Test
  void turn_allGone_isNoneAgain() {
    follow(APPS, 1, 1);
    counts.turn();

    follow(APPS, 0, 0);
    counts.turn();

    assertThat(counts.of(APPS)).isEqualTo(count(0, 0));
    assertThat(called).containsExactly(APPS, APPS);
  }

  private void follow(PolicyRef policy, int total, int inSync) {
    hub.put(policy, new Sync(total, inSync, List.of()));
    counts.changed(policy);
  }

  private static SidecarCounts.Count count(int inSync, int total) {
    return new SidecarCounts.Count(inSync, total);
  }
}
