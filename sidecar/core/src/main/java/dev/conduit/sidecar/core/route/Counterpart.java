// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import dev.conduit.contract.Target;
import dev.conduit.sidecar.core.pair.Skip;
import java.util.List;

/** Who may answer a request a second time, for the learner. Source: decision 0027. */
public sealed interface Counterpart {
  /**
   * The other tier. All constraints of the request hold for it, and for whoever judges.
   *
   * @param targets best first, all of one tier, at least one
   * @param isHeavier whether it is heavier than the tier that answered
   */
  record Wanted(List<Target> targets, boolean isHeavier) implements Counterpart {
    public Wanted {
      targets = List.copyOf(targets);
    }
  }

  /** Nobody. */
  record Unwanted(Skip why) implements Counterpart {}
}
