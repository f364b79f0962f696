// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

import dev.conduit.sidecar.core.classify.LinearModel;
import java.util.Map;

/**
 * The model in use, with what it said of the outcomes that it was fitted on before it knew them: so
 * it can be compared with another on all outcomes without being favoured.
 *
 * @param model in use
 * @param unseen probability by an outcome's number; empty for a model that was fitted on none
 */
public record Standing(LinearModel model, Map<Long, Double> unseen) {
  public Standing {
    unseen = Map.copyOf(unseen);
  }

  /** A model that knows none of the outcomes. */
  public static Standing of(LinearModel model) {
    return new Standing(model, Map.of());
  }

  double probability(Outcome outcome) {
    Double known = unseen.get(outcome.number());
    return known == null ? outcome.features().probability(model) : known;
  }
}
