// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import dev.conduit.api.v1alpha1.block.InferenceBlockStatus;
import dev.conduit.api.v1alpha1.policy.RoutingPolicyStatus;
import dev.conduit.operator.core.finding.Finding;
import dev.conduit.operator.core.observed.ObjectRef;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What shall be, and what users are told. Every list is sorted, so equal plans print equally.
 *
 * @param desired engines that shall run now, by id. One that runs already is left alone; one that
 *     must first wait for memory is not in it yet
 * @param kept ids of running engines of an older revision that stay until their successors are
 *     ready. Every running engine that is neither desired nor kept is to be drained
 * @param external hosted APIs
 * @param policies one for each policy with a name of its own
 * @param blockStatuses of every block
 * @param policyStatuses of every policy
 * @param findings sorted by object, then reason
 * @param requeueAfter when to plan again although nothing changed; empty: only on a change
 */
public record Plan(
    List<EngineInstance> desired,
    List<String> kept,
    List<ExternalEndpoint> external,
    List<CompiledPolicy> policies,
    Map<ObjectRef, InferenceBlockStatus> blockStatuses,
    Map<ObjectRef, RoutingPolicyStatus> policyStatuses,
    List<Finding> findings,
    Optional<Duration> requeueAfter) {
  public Plan {
    desired = List.copyOf(desired);
    kept = List.copyOf(kept);
    external = List.copyOf(external);
    policies = List.copyOf(policies);
    blockStatuses = Collections.unmodifiableMap(new TreeMap<>(blockStatuses));
    policyStatuses = Collections.unmodifiableMap(new TreeMap<>(policyStatuses));
    findings = List.copyOf(findings);
  }
}
