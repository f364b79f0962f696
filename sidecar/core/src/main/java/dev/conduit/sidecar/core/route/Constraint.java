// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import dev.conduit.contract.Dialect;
import dev.conduit.contract.Target;
import dev.conduit.contract.Tier;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What every later stage must keep to. It is applied to the list of candidates before anything is
 * picked, so that no retry and no fallback can get around it.
 *
 * @param tiers that are left; empty means all
 * @param dataClass that a target must accept; empty when the request has none
 * @param words for the caller when nothing is left
 */
record Constraint(Optional<Set<Tier>> tiers, Optional<String> dataClass, String words) {
  static Constraint of(Ask ask) {
    String words = ask.dataClass().map(name -> "data class \"" + name + "\"").orElse("");
    return new Constraint(Optional.empty(), ask.dataClass(), words);
  }

  Constraint and(String rule, List<Tier> allowed) {
    Set<Tier> left = new HashSet<>(tiers.orElseGet(() -> Set.copyOf(allowed)));
    left.retainAll(Set.copyOf(allowed));
    String more = "rule \"" + rule + "\" leaves the tiers " + allowed;
    return new Constraint(
        Optional.of(left), dataClass, words.isEmpty() ? more : words + "; " + more);
  }

  boolean isOpen() {
    return tiers.isEmpty() && dataClass.isEmpty();
  }

  boolean allows(Target target) {
    return allows(target.tier())
        && target.dialect() == Dialect.OPENAI
        && (dataClass.isEmpty()
            || target.dataClasses().isEmpty()
            || target.dataClasses().contains(dataClass.get()));
  }

  boolean allows(Tier tier) {
    return tiers.isEmpty() || tiers.get().contains(tier);
  }
}
