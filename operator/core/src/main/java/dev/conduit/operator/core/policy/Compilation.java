// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.policy;

import dev.conduit.api.v1alpha1.policy.ResolvedTarget;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.operator.core.finding.Finding;
import java.util.List;
import java.util.Optional;

/**
 * What became of a policy.
 *
 * @param snapshot that validates; empty when the policy was refused
 * @param targets as they were resolved, missing ones included, in order of id
 * @param findings about the policy
 */
public record Compilation(
    Optional<RoutingSnapshot> snapshot, List<ResolvedTarget> targets, List<Finding> findings) {
  public Compilation {
    targets = List.copyOf(targets);
    findings = List.copyOf(findings);
  }
}
