// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.Balance;
import dev.conduit.contract.HealthCheck;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BalancerTest {
  private static final Filter ALL = _ -> true;
  private static final HealthCheck POLICY =
      new HealthCheck("/health", Duration.ofSeconds(1), Duration.ofSeconds(1), 2, 2);

  private record Fake(boolean isReady, int inFlight) implements Candidate {}

  @Test
  void roundRobin_allReady_takesTurns() {
    List<Fake> three = List.of(new Fake(true, 9), new Fake(true, 0), new Fake(true, 0));
    int[] hits = new int[3];
    for (int turn = 0; turn < 30; turn++) {
      hits[Balancer.of(Balance.ROUND_ROBIN).pick(three, ALL, turn, 0)]++;
    }
    assertThat(hits).containsExactly(10, 10, 10);
  }

  @Test
  void roundRobin_oneDead_spreadsItsTurns() {
    List<Fake> four =
        List.of(new Fake(true, 0), new Fake(false, 0), new Fake(true, 0), new Fake(true, 0));
    int[] hits = new int[4];
    for (int turn = 0; turn < 1200; turn++) {
      hits[Balancer.of(Balance.ROUND_ROBIN).pick(four, ALL, turn, 0)]++;
    }
    assertThat(hits).containsExactly(400, 0, 400, 400);
  }

  @Test
  void leastRequests_unequal_takesTheIdlest() {
    List<Fake> three = List.of(new Fake(true, 4), new Fake(true, 1), new Fake(true, 2));
    for (int turn = 0; turn < 5; turn++) {
      assertThat(Balancer.of(Balance.LEAST_REQUESTS).pick(three, ALL, turn, 0)).isEqualTo(1);
    }
  }

  @Test
  void leastRequests_equal_takesTurns() {
    List<Fake> two = List.of(new Fake(true, 1), new Fake(true, 1));
    Balancer balancer = Balancer.of(Balance.LEAST_REQUESTS);
    assertThat(balancer.pick(two, ALL, 0, 0)).isNotEqualTo(balancer.pick(two, ALL, 1, 0));
  }

  @Test
  void twoChoices_unequal_neverTakesTheBusiestAndTouchesAllOthers() {
    List<Fake> four =
        List.of(new Fake(true, 9), new Fake(true, 1), new Fake(true, 2), new Fake(true, 3));
    Random random = new Random(5);
    int[] hits = new int[4];
    for (int i = 0; i < 6000; i++) {
      hits[Balancer.of(Balance.POWER_OF_TWO_CHOICES).pick(four, ALL, i, random.nextLong())]++;
    }
    assertThat(hits[0]).isZero();
    assertThat(hits[1]).isBetween(2700, 3300);
    assertThat(hits[2]).isBetween(1700, 2300);
    assertThat(hits[3]).isBetween(800, 1200);
  }

  @ParameterizedTest
  @EnumSource(Balance.class)
  void pick_any_keepsToReadyAndFiltered(Balance balance) {
    Random random = new Random(1);
    for (int i = 0; i < 5000; i++) {
      List<Fake> some =
          random.ints(random.nextInt(6), 0, 4).mapToObj(n -> new Fake(n > 0, n)).toList();
      Filter filter = candidate -> candidate.inFlight() != 2;
      int index = Balancer.of(balance).pick(some, filter, random.nextLong(), random.nextLong());
      boolean isAny = some.stream().anyMatch(c -> c.isReady() && filter.admits(c));
      assertThat(index != Balancer.NONE).isEqualTo(isAny);
      if (isAny) {
        assertThat(some.get(index).isReady()).isTrue();
        assertThat(filter.admits(some.get(index))).isTrue();
      }
    }
  }

  @Test
  void health_failures_takeOutAndChecksPutBack() {
    Health once = Health.UNKNOWN.failed(POLICY);
    assertThat(once.isOut()).isFalse();
    assertThat(once.answered().failures()).isZero();
    Health out = once.failed(POLICY);
    assertThat(out.isOut()).isTrue();
    assertThat(out.answered().isOut()).isTrue();
    assertThat(out.checked(POLICY).isOut()).isTrue();
    assertThat(out.checked(POLICY).failed(POLICY).checked(POLICY).isOut()).isTrue();
    assertThat(out.checked(POLICY).checked(POLICY).isOut()).isFalse();
  }

  @Test
  void health_refused_isOutAtOnce() {
    assertThat(Health.UNKNOWN.refused().isOut()).isTrue();
    assertThat(Health.UNKNOWN.answered()).isSameAs(Health.UNKNOWN);
  }
}
