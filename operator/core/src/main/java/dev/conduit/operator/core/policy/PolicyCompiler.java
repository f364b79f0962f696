// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.policy;

import dev.conduit.api.v1alpha1.policy.ResilienceSpec;
import dev.conduit.api.v1alpha1.policy.RetriesSpec;
import dev.conduit.api.v1alpha1.policy.RoutingPolicy;
import dev.conduit.api.v1alpha1.policy.RoutingPolicySpec;
import dev.conduit.api.v1alpha1.policy.TimeoutsSpec;
import dev.conduit.contract.Cascade;
import dev.conduit.contract.Classifier;
import dev.conduit.contract.DataClass;
import dev.conduit.contract.PolicyRef;
import dev.conduit.contract.Resilience;
import dev.conduit.contract.RouteRule;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Stickiness;
import dev.conduit.contract.Target;
import dev.conduit.contract.TargetId;
import dev.conduit.contract.Tier;
import dev.conduit.operator.core.finding.Reason;
import dev.conduit.operator.core.observed.DurationText;
import dev.conduit.operator.core.observed.Given;
import dev.conduit.operator.core.observed.ObjectRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a policy and the blocks that it names into the snapshot for its data planes.
 *
 * <p>Errors: a target, rule or fallback that cannot be resolved is left out with a finding; without
 * any target, or where leaving out would be unsafe, there is no snapshot.
 */
public final class PolicyCompiler {
  private final Map<ObjectRef, ServedBlock> blocks;

  public PolicyCompiler(Map<ObjectRef, ServedBlock> blocks) {
    this.blocks = Map.copyOf(blocks);
  }

  public Compilation compile(RoutingPolicy policy) {
    ObjectRef ref = ObjectRef.of(policy);
    RoutingPolicySpec spec = policy.getSpec();
    Findings findings = new Findings(ref);
    TargetResolution resolution = new TargetResolution(ref, blocks, findings);
    List<Target> targets = resolution.resolve(Given.list(spec.targets()));
    List<Tier> tiers = TierOrder.of(spec);
    Set<TargetId> ids = targets.stream().map(Target::id).collect(Collectors.toSet());
    List<RouteRule> rules =
        new RuleTranslation(tiers, ids, findings).translate(Given.list(spec.rules()));
    Classifier classifier =
        new ClassifierTranslation(tiers, targets, findings).translate(spec.classifier());
    Optional<Cascade> cascade =
        Optional.ofNullable(spec.cascade())
            .map(new CascadeTranslation(tiers, targets, findings)::translate);
    Resilience resilience = resilience(spec.resilience(), ids, findings);
    DataTranslation data = new DataTranslation(findings);
    List<DataClass> classes = data.translate(Given.list(spec.dataClasses()));
    data.checkTotal(rules, classes);
    data.warnOfUnknown(spec);
    new IdleParts(spec, findings).warn();
    Stickiness stickiness = stickiness(spec.stickiness(), findings);
    UnenforcedFields.report(spec, findings);
    if (targets.isEmpty() || findings.isFatal()) {
      return new Compilation(Optional.empty(), resolution.resolved(), findings.list());
    }
    RoutingSnapshot snapshot =
        new RoutingSnapshot(
                RoutingSnapshot.FORMAT,
                new PolicyRef(ref.namespace(), ref.name()),
                "",
                tiers,
                targets,
                rules,
                classifier,
                BalanceTranslation.endpoints(spec),
                resilience)
            .extended(classes);
    RoutingSnapshot balanced =
        (stickiness.equals(Stickiness.DEFAULT) ? snapshot : snapshot.stickiness(stickiness))
            .targetBalance(BalanceTranslation.targets(spec, targets, findings));
    RoutingSnapshot full = cascade.map(balanced::cascade).orElse(balanced);
    Long generation = policy.getMetadata().getGeneration();
    return new Compilation(
        Optional.of(SnapshotRevision.of(full, Given.or(generation, 0L))),
        resolution.resolved(),
        findings.list());
  }

  private static Stickiness stickiness(
      dev.conduit.api.v1alpha1.policy.@Nullable Stickiness spec, Findings findings) {
    Stickiness defaults = Stickiness.DEFAULT;
    if (spec == null) {
      return defaults;
    }
    Duration ttl = spec.ttl() == null ? defaults.ttl() : DurationText.parse(spec.ttl());
    if (ttl.isZero()) {
      findings.refused(
          Reason.INVALID_VALUE,
          "spec.stickiness.ttl",
          "%s is not above 0s; leave it out for %dm, or set conversation: false"
              .formatted(spec.ttl(), defaults.ttl().toMinutes()));
    }
    return new Stickiness(
        Given.or(spec.conversation(), defaults.conversation()),
        Given.or(spec.sessionHeader(), defaults.sessionHeader()),
        ttl);
  }

  private static Resilience resilience(
      @Nullable ResilienceSpec spec, Set<TargetId> targets, Findings findings) {
    Resilience defaults = Resilience.defaults();
    if (spec == null) {
      return defaults;
    }
    List<TargetId> fallback =
        Given.list(spec.fallback()).stream()
            .map(TargetId::new)
            .filter(id -> known(id, targets, findings))
            .toList();
    return new Resilience(
        timeouts(spec.timeouts(), defaults.timeouts(), findings),
        retries(spec.retries(), defaults.retries()),
        fallback);
  }

  private static boolean known(TargetId id, Set<TargetId> targets, Findings findings) {
    if (targets.contains(id)) {
      return true;
    }
    findings.partRefused(
        Reason.MISSING_TARGET,
        "spec.resilience.fallback",
        "\"%s\" is not a target of this policy and is left out; use one of %s"
            .formatted(id, targets.stream().sorted().toList()));
    return false;
  }

  private static Resilience.Timeouts timeouts(
      @Nullable TimeoutsSpec spec, Resilience.Timeouts defaults, Findings findings) {
    if (spec == null) {
      return defaults;
    }
    return new Resilience.Timeouts(
        limit("connect", spec.connect(), defaults.connect(), findings),
        limit("firstToken", spec.firstToken(), defaults.firstToken(), findings),
        limit("betweenTokens", spec.betweenTokens(), defaults.betweenTokens(), findings),
        limit("total", spec.total(), defaults.total(), findings));
  }

  private static Duration limit(
      String field, @Nullable String text, Duration otherwise, Findings findings) {
    Duration limit = text == null ? otherwise : DurationText.parse(text);
    if (!Resilience.Timeouts.isSound(limit)) {
      findings.refused(
          Reason.INVALID_VALUE,
          "spec.resilience.timeouts." + field,
          "%s is not above 0s and at most 24h; leave it out for %ds"
              .formatted(text, otherwise.toSeconds()));
    }
    return limit;
  }

  private static Resilience.Retries retries(
      @Nullable RetriesSpec spec, Resilience.Retries defaults) {
    if (spec == null) {
      return defaults;
    }
    List<Integer> codes = Given.list(spec.statusCodes());
    return new Resilience.Retries(
        Given.or(spec.attempts(), defaults.attempts()),
        Given.or(spec.budgetPercent(), defaults.budgetPercent()),
        codes.isEmpty() ? defaults.statuses() : codes);
  }
}
