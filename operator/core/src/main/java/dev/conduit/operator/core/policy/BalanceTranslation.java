// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.policy;

import dev.conduit.api.v1alpha1.policy.BalanceAlgorithm;
import dev.conduit.api.v1alpha1.policy.RoutingPolicySpec;
import dev.conduit.api.v1alpha1.policy.TargetChoice;
import dev.conduit.contract.Balance;
import dev.conduit.contract.Target;
import dev.conduit.contract.TargetBalance;
import dev.conduit.operator.core.finding.Reason;
import dev.conduit.operator.core.observed.Given;
import java.util.List;

/** How targets and endpoints are picked. */
final class BalanceTranslation {
  private BalanceTranslation() {}

  static Balance endpoints(RoutingPolicySpec spec) {
    BalanceAlgorithm algorithm =
        spec.balance() == null
            ? BalanceAlgorithm.ROUND_ROBIN
            : Given.or(spec.balance().algorithm(), BalanceAlgorithm.ROUND_ROBIN);
    return switch (algorithm) {
      case ROUND_ROBIN -> Balance.ROUND_ROBIN;
      case LEAST_REQUESTS -> Balance.LEAST_REQUESTS;
      case POWER_OF_TWO_CHOICES, PREFIX_AFFINITY -> Balance.POWER_OF_TWO_CHOICES;
    };
  }

  static TargetBalance targets(RoutingPolicySpec spec, List<Target> targets, Findings findings) {
    TargetChoice choice =
        spec.balance() == null
            ? TargetChoice.WEIGHTED
            : Given.or(spec.balance().targets(), TargetChoice.WEIGHTED);
    return switch (choice) {
      case WEIGHTED -> TargetBalance.WEIGHTED;
      case LOWEST_LATENCY -> TargetBalance.LOWEST_LATENCY;
      case LOWEST_COST -> {
        warnOfFree(targets, findings);
        yield TargetBalance.LOWEST_COST;
      }
    };
  }

  /** A price that nobody gave looks like none, and would draw every request. */
  private static void warnOfFree(List<Target> targets, Findings findings) {
    List<String> free =
        targets.stream()
            .filter(target -> target.weight() > 0 && !target.price().costs())
            .filter(target -> hasPricedRival(target, targets))
            .map(target -> target.id().value())
            .toList();
    if (!free.isEmpty()) {
      findings.warned(
          Reason.NOT_ENFORCED,
          "spec.balance.targets: lowestCost holds %s for free beside targets of the same tier with a price; if that is not so, set price of the target or priceOverride of the block's model"
              .formatted(free));
    }
  }

  private static boolean hasPricedRival(Target target, List<Target> targets) {
    return targets.stream()
        .anyMatch(
            other ->
                other.tier().equals(target.tier()) && other.weight() > 0 && other.price().costs());
  }
}
