// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.balance;

import dev.conduit.contract.Balance;
import java.util.Arrays;
import java.util.List;

/** Picks an endpoint of a target: filters first, then the policy's picker. Pure. */
public final class Balancer {
  /** The answer when no candidate is eligible. */
  public static final int NONE = -1;

  private final Picker picker;

  /** Balances as the policy says. */
  public static Balancer of(Balance balance) {
    return new Balancer(
        switch (balance) {
          case ROUND_ROBIN -> new RoundRobinPicker();
          case LEAST_REQUESTS -> new BestPicker(Scorer.IN_FLIGHT);
          case POWER_OF_TWO_CHOICES -> new TwoChoicesPicker(Scorer.IN_FLIGHT);
        });
  }

  /** Balances with a picker of one's own. */
  public Balancer(Picker picker) {
    this.picker = picker;
  }

  /**
   * The index of the endpoint that gets the request, or {@link #NONE}.
   *
   * @param candidates of the target
   * @param filter beyond readiness, such as "not tried yet"
   * @param turn grows by one with each request of the target
   * @param entropy any number, spread evenly
   */
  public int pick(List<? extends Candidate> candidates, Filter filter, long turn, long entropy) {
    int[] eligible = new int[candidates.size()];
    int count = 0;
    for (int i = 0; i < eligible.length; i++) {
      Candidate candidate = candidates.get(i);
      if (candidate.isReady() && filter.admits(candidate)) {
        eligible[count++] = i;
      }
    }
    if (count == 0) {
      return NONE;
    }
    int[] exact = count == eligible.length ? eligible : Arrays.copyOf(eligible, count);
    return picker.pick(candidates, exact, turn, entropy);
  }
}
