// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.balance;

import java.util.List;

/** The candidate with the best score; equal ones in turn. */
final class BestPicker implements Picker {
  private final Scorer scorer;

  BestPicker(Scorer scorer) {
    this.scorer = scorer;
  }

  @Override
  public int pick(List<? extends Candidate> all, int[] eligible, long turn, long entropy) {
    int start = (int) Math.floorMod(turn, (long) eligible.length);
    int best = eligible[start];
    double bestScore = scorer.score(all.get(best));
    for (int i = 1; i < eligible.length; i++) {
      int index = eligible[(start + i) % eligible.length];
      double score = scorer.score(all.get(index));
      if (score > bestScore) {
        best = index;
        bestScore = score;
      }
    }
    return best;
  }
}
