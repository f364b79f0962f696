// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.balance;

import java.util.List;

/**
 * The better of two candidates drawn at random.
 *
 * <p>Idea: with many data planes that each know only their own load, taking the best of all sends
 * everyone to the same idle endpoint; two random choices keep most of the gain without the herd.
 * Source: Mitzenmacher, "The power of two choices in randomized load balancing" (2001).
 */
final class TwoChoicesPicker implements Picker {
  private final Scorer scorer;

  TwoChoicesPicker(Scorer scorer) {
    this.scorer = scorer;
  }

  @Override
  public int pick(List<? extends Candidate> all, int[] eligible, long turn, long entropy) {
    int count = eligible.length;
    if (count == 1) {
      return eligible[0];
    }
    int first = (int) ((entropy >>> 33) % count);
    int second = (int) ((entropy & 0x7fffffffL) % (count - 1));
    int one = eligible[first];
    int two = eligible[second >= first ? second + 1 : second];
    return scorer.score(all.get(two)) > scorer.score(all.get(one)) ? two : one;
  }
}
