// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.status;

import dev.conduit.api.v1alpha1.policy.ResolvedTarget;
import dev.conduit.api.v1alpha1.policy.RoutingPolicy;
import dev.conduit.api.v1alpha1.policy.RoutingPolicyStatus;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.operator.core.finding.Finding;
import dev.conduit.operator.core.finding.Severity;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.Trouble;
import dev.conduit.operator.core.policy.Compilation;
import dev.conduit.operator.core.status.Conditions.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a policy's status. */
public final class PolicyStatus {
  private PolicyStatus() {}

  public static RoutingPolicyStatus of(
      RoutingPolicy policy,
      Compilation compilation,
      Map<ObjectRef, Trouble> notApplied,
      Instant now) {
    Long generation = policy.getMetadata().getGeneration();
    RoutingPolicyStatus before = policy.getStatus();
    Conditions conditions =
        new Conditions(before == null ? List.of() : before.conditions(), generation, now);
    boolean flawless = error(compilation).isEmpty();
    boolean accepted = compilation.snapshot().isPresent();
    long ready = compilation.targets().stream().filter(PolicyStatus::isReady).count();
    String share = ready + "/" + compilation.targets().size();
    conditions.add(
        ConditionType.ACCEPTED,
        accepted ? Verdict.yes("Accepted", "data planes get this policy") : refusal(compilation));
    conditions.add(
        ConditionType.RESOLVED,
        flawless
            ? Verdict.yes("Resolved", "every target, rule and fallback was found")
            : refusal(compilation));
    conditions.add(
        ConditionType.READY,
        accepted && ready == compilation.targets().size()
            ? Verdict.yes("Ready", share + " targets have a ready endpoint")
            : Verdict.no("NoReadyEndpoint", share + " targets have a ready endpoint"));
    conditions.add(
        ConditionType.STALLED,
        Optional.ofNullable(notApplied.get(ObjectRef.of(policy)))
            .map(trouble -> Verdict.yes(trouble.kind().wireName(), trouble.message()))
            .orElseGet(
                () ->
                    flawless
                        ? Verdict.no("Settled", "nothing stands in the way")
                        : stall(compilation)));
    return new RoutingPolicyStatus(
        generation,
        conditions.list(),
        compilation.snapshot().map(RoutingSnapshot::revision).orElse(null),
        share,
        null,
        null,
        compilation.targets());
  }

  private static boolean isReady(ResolvedTarget target) {
    Integer endpoints = target.readyEndpoints();
    return endpoints != null && endpoints > 0;
  }

  private static Verdict refusal(Compilation compilation) {
    return error(compilation)
        .map(finding -> Verdict.no(finding.reason().wireName(), finding.message()))
        .orElseGet(() -> Verdict.no("Accepted", ""));
  }

  private static Verdict stall(Compilation compilation) {
    return error(compilation)
        .map(finding -> Verdict.yes(finding.reason().wireName(), finding.message()))
        .orElseGet(() -> Verdict.yes("Accepted", ""));
  }

  private static Optional<Finding> error(Compilation compilation) {
    return compilation.findings().stream()
        .filter(finding -> finding.severity() == Severity.ERROR)
        .findFirst();
  }
}
