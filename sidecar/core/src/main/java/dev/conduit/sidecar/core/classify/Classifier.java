// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.classify;

import dev.conduit.contract.Classifier.ScoreThreshold;
import dev.conduit.sidecar.core.exchange.RequestFacts;
import java.util.List;

/**
 * Decides the tier of a request that neither the caller nor a rule decided. Pure and fast: it runs
 * on the event loop. One that has to ask somebody is reached by HTTP instead; see {@link Advice}.
 */
@FunctionalInterface
public interface Classifier {
  /** Never fails: a request that cannot be judged gets the policy's default tier. */
  Classification classify(RequestFacts facts);

  /**
   * The same with something added to the score by rules; a classifier without a score of its own
   * passes over it.
   *
   * @param added from -1 to 1; the sum stays in [0,1]
   */
  default Classification classify(RequestFacts facts, double added) {
    return classify(facts);
  }

  /** From which score which tier, in rising order; empty for one that does not go by scores. */
  default List<ScoreThreshold> thresholds() {
    return List.of();
  }
}
