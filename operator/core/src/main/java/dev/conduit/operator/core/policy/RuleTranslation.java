// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.policy;

import dev.conduit.api.v1alpha1.policy.ConstrainAction;
import dev.conduit.api.v1alpha1.policy.Rule;
import dev.conduit.api.v1alpha1.policy.RuleMatch;
import dev.conduit.contract.RouteRule;
import dev.conduit.contract.TargetId;
import dev.conduit.contract.Tier;
import dev.conduit.operator.core.finding.Reason;
import dev.conduit.operator.core.observed.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Turns a policy's rules into those that the data plane knows.
 *
 * <p>A rule that routes and cannot be translated is left out. A rule that constrains must not be
 * left out, for requests would then go where they must not: it refuses the policy.
 */
final class RuleTranslation {
  private final List<Tier> tiers;
  private final Set<TargetId> targets;
  private final Findings findings;
  private final ConditionTranslation conditions;

  RuleTranslation(List<Tier> tiers, Set<TargetId> targets, Findings findings) {
    this.tiers = tiers;
    this.targets = targets;
    this.findings = findings;
    this.conditions = new ConditionTranslation(findings);
  }

  List<RouteRule> translate(List<Rule> rules) {
    List<RouteRule> translated = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      translate("spec.rules[" + i + "]", rules.get(i)).ifPresent(translated::add);
    }
    return translated;
  }

  private Optional<RouteRule> translate(String at, Rule rule) {
    if (!conditions.areSound(at, rule)) {
      return Optional.empty();
    }
    List<String> unknown = conditionsNotEnforced(rule.match());
    if (!unknown.isEmpty()) {
      String field = at + ".match." + unknown.getFirst();
      if (rule.constrain() != null) {
        findings.refused(
            Reason.NOT_ENFORCED,
            field,
            "rule \"%s\" constrains by a condition that this version does not know, so the policy is refused; remove it"
                .formatted(rule.name()));
      } else {
        findings.notEnforced(field, "rule \"%s\" is left out".formatted(rule.name()));
      }
      return Optional.empty();
    }
    return action(at, rule)
        .map(action -> new RouteRule(rule.name(), conditions.of(rule.match()), action));
  }

  private Optional<RouteRule.Action> action(String at, Rule rule) {
    if (rule.route() != null && rule.route().tier() != null) {
      Tier tier = new Tier(rule.route().tier());
      return known(at + ".route.tier", rule.name(), tier)
          ? Optional.of(new RouteRule.Action.RouteToTier(tier))
          : Optional.empty();
    }
    if (rule.route() != null && rule.route().target() != null) {
      return target(at, rule.name(), new TargetId(rule.route().target()));
    }
    if (rule.constrain() != null) {
      return constrain(at, rule.name(), rule.constrain());
    }
    Double score = rule.addScore();
    return score == null ? Optional.empty() : Optional.of(new RouteRule.Action.AddScore(score));
  }

  private boolean known(String field, String rule, Tier tier) {
    if (tiers.contains(tier)) {
      return true;
    }
    findings.partRefused(
        Reason.MISSING_TIER,
        field,
        "no target has the tier \"%s\", so rule \"%s\" is left out; use one of %s"
            .formatted(tier, rule, tiers));
    return false;
  }

  private Optional<RouteRule.Action> target(String at, String rule, TargetId id) {
    if (targets.contains(id)) {
      return Optional.of(new RouteRule.Action.RouteToTarget(id));
    }
    findings.partRefused(
        Reason.MISSING_TARGET,
        at + ".route.target",
        "\"%s\" is not a target of this policy, so rule \"%s\" is left out; use one of %s"
            .formatted(id, rule, targets.stream().sorted().toList()));
    return Optional.empty();
  }

  private Optional<RouteRule.Action> constrain(String at, String rule, ConstrainAction action) {
    List<Tier> allowed = Given.list(action.tiers()).stream().map(Tier::new).toList();
    List<Tier> unknown = allowed.stream().filter(tier -> !tiers.contains(tier)).toList();
    if (!unknown.isEmpty()) {
      findings.refused(
          Reason.MISSING_TIER,
          at + ".constrain.tiers",
          "no target has the tier \"%s\"; use of %s".formatted(unknown.getFirst(), tiers));
      return Optional.empty();
    }
    List<TargetId> wanted = Given.list(action.targets()).stream().map(TargetId::new).toList();
    List<TargetId> kept = wanted.stream().filter(targets::contains).toList();
    if (!wanted.isEmpty() && kept.isEmpty()) {
      findings.refused(
          Reason.MISSING_TARGET,
          at + ".constrain.targets",
          "rule \"%s\" leaves only %s, none of which is a target of this policy, so the policy is refused; use of %s"
              .formatted(rule, wanted, targets.stream().sorted().toList()));
      return Optional.empty();
    }
    // The others are all that is left then, which lets through less than was asked, never more.
    for (int i = 0; i < wanted.size(); i++) {
      if (!kept.contains(wanted.get(i))) {
        findings.partRefused(
            Reason.MISSING_TARGET,
            at + ".constrain.targets[" + i + "]",
            "\"%s\" is not a target of this policy, so rule \"%s\" leaves only %s; use of %s"
                .formatted(wanted.get(i), rule, kept, targets.stream().sorted().toList()));
      }
    }
    return Optional.of(
        new RouteRule.Action.Constrain(allowed, kept, Given.list(action.dataClasses())));
  }

  private static List<String> conditionsNotEnforced(RuleMatch match) {
    return Given.list(match.tenants()).isEmpty() ? List.of() : List.of("tenants");
  }
}
