// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.policy;

import dev.conduit.api.v1alpha1.policy.PolicyTarget;
import dev.conduit.api.v1alpha1.policy.RoutingPolicySpec;
import dev.conduit.contract.Tier;
import dev.conduit.operator.core.observed.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The tiers of a policy from the lightest to the heaviest. */
final class TierOrder {
  private static final List<Tier> CONVENTION = List.of(Tier.LIGHT, Tier.MEDIUM, Tier.HEAVY);

  private TierOrder() {}

  /** As the policy lists them, else by convention, then in the order of targets. */
  static List<Tier> of(RoutingPolicySpec spec) {
    List<Tier> listed = Given.list(spec.tiers()).stream().map(Tier::new).toList();
    if (!listed.isEmpty()) {
      return listed;
    }
    List<Tier> used =
        Given.list(spec.targets()).stream()
            .map(PolicyTarget::tier)
            .map(Tier::new)
            .distinct()
            .toList();
    Set<Tier> known = used.stream().collect(Collectors.toSet());
    List<Tier> order = new ArrayList<>(CONVENTION.stream().filter(known::contains).toList());
    used.stream().filter(tier -> !CONVENTION.contains(tier)).forEach(order::add);
    return List.copyOf(order);
  }
}
