// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.policy;

import dev.conduit.api.v1alpha1.policy.ClassifierSpec;
import dev.conduit.api.v1alpha1.policy.PolicyTarget;
import dev.conduit.api.v1alpha1.policy.RoutingPolicySpec;
import dev.conduit.api.v1alpha1.policy.Rule;
import dev.conduit.api.v1alpha1.policy.RuleMatch;
import dev.conduit.api.v1alpha1.policy.TimeOfDay;
import dev.conduit.operator.core.finding.Reason;
import dev.conduit.operator.core.observed.Given;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Says which parts of a policy are right for themselves and do nothing, or hold always, beside the
 * others: most often a slip of the pen. Warnings only, for the policy does what it says.
 */
final class IdleParts {
  private static final RuleMatch NO_CONDITION =
      new RuleMatch(
          List.of(), List.of(), null, List.of(), List.of(), List.of(), List.of(), null, null, null,
          List.of(), null);

  private final RoutingPolicySpec spec;
  private final Findings findings;

  IdleParts(RoutingPolicySpec spec, Findings findings) {
    this.spec = spec;
    this.findings = findings;
  }

  void warn() {
    ClassifierSpec classifier = spec.classifier();
    boolean hasScore =
        classifier != null
            && (!Given.list(classifier.thresholds()).isEmpty()
                || classifier.targetHeavyShare() != null);
    List<Rule> rules = Given.list(spec.rules());
    if (!hasScore && rules.stream().anyMatch(rule -> rule.addScore() != null)) {
      goesByLength("spec.rules: addScore has no effect");
    }
    if (classifier != null) {
      warn(classifier, hasScore);
    }
    for (int i = 0; i < rules.size(); i++) {
      warn("spec.rules[" + i + "]", rules.get(i), i == rules.size() - 1);
    }
  }

  private void warn(ClassifierSpec classifier, boolean hasScore) {
    boolean learns = Given.or(classifier.learned(), false);
    if (learns && !hasScore) {
      goesByLength("spec.classifier.learned: outcomes are kept and decide nothing");
    }
    if (!learns && classifier.pinnedRevision() != null) {
      findings.warned(
          Reason.NOT_ENFORCED,
          "spec.classifier.pinnedRevision has no effect, for nothing is learned; set learned: true as well, or leave it out");
    }
  }

  private void goesByLength(String what) {
    findings.warned(
        Reason.NOT_ENFORCED,
        what
            + ", for this classifier goes by length; set spec.classifier.thresholds or targetHeavyShare");
  }

  private void warn(String at, Rule rule, boolean isLast) {
    if (!isLast && rule.route() != null && rule.match().equals(NO_CONDITION)) {
      findings.warned(
          Reason.INVALID_VALUE,
          "%s.match has no condition, so rule \"%s\" takes every request and no rule after it routes any; name a condition, or move it to the end"
              .formatted(at, rule.name()));
    }
    TimeOfDay time = rule.match().timeOfDay();
    if (time != null && time.from().equals(time.to())) {
      findings.warned(
          Reason.INVALID_VALUE,
          "%s.match.timeOfDay: from and to are both %s, which is all day; change one, or remove timeOfDay"
              .formatted(at, time.from()));
    }
    if (rule.constrain() != null) {
      warnOfListed(at, Given.list(rule.constrain().dataClasses()));
    }
  }

  /**
   * A target without a list accepts every class, so a class that none lists leaves all of those.
   */
  private void warnOfListed(String at, List<String> classes) {
    Set<String> listed = new TreeSet<>();
    for (PolicyTarget target : Given.list(spec.targets())) {
      listed.addAll(Given.list(target.dataClasses()));
    }
    for (String name : classes) {
      if (!listed.contains(name)) {
        findings.warned(
            Reason.INVALID_VALUE,
            "%s.constrain.dataClasses: no target lists \"%s\" in its dataClasses, so only those stay that list none; listed are %s"
                .formatted(at, name, listed));
      }
    }
  }
}
