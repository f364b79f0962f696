// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import dev.conduit.contract.Target;
import dev.conduit.contract.Tier;
import java.util.List;

/**
 * The way of a request through a cascade. All constraints hold for each step.
 *
 * @param trials targets of the lighter tiers that answer first, from light to heavy, at least one
 *     list, none of them empty; none has a target of another tier
 * @param last who answers what no trial did, and is not held against anything; at least one
 */
public record Steps(List<List<Target>> trials, List<Target> last) {
  public Steps {
    trials = List.copyOf(trials);
    last = List.copyOf(last);
  }

  /** From light to heavy. */
  public List<Tier> tiers() {
    return java.util.stream.Stream.concat(
            trials.stream().map(List::getFirst), java.util.stream.Stream.of(last.getFirst()))
        .map(Target::tier)
        .toList();
  }
}
