// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.policy;

import com.google.re2j.Pattern;
import dev.conduit.api.v1alpha1.policy.DataClassSpec;
import dev.conduit.api.v1alpha1.policy.PolicyTarget;
import dev.conduit.api.v1alpha1.policy.RoutingPolicySpec;
import dev.conduit.api.v1alpha1.policy.Rule;
import dev.conduit.contract.DataClass;
import dev.conduit.contract.DataKind;
import dev.conduit.contract.Expression;
import dev.conduit.contract.RouteRule;
import dev.conduit.operator.core.finding.Reason;
import dev.conduit.operator.core.observed.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A policy's classes of data as data planes read them. One that cannot be read refuses it. */
final class DataTranslation {
  private final Findings findings;

  DataTranslation(Findings findings) {
    this.findings = findings;
  }

  List<DataClass> translate(List<DataClassSpec> specs) {
    List<DataClass> all = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      DataClassSpec spec = specs.get(i);
      List<String> patterns = Given.list(spec.patterns());
      for (int j = 0; j < patterns.size(); j++) {
        check("spec.dataClasses[" + i + "].patterns[" + j + "]", patterns.get(j));
      }
      List<DataKind> kinds =
          Given.list(spec.detect()).stream().map(kind -> DataKind.valueOf(kind.name())).toList();
      all.add(new DataClass(spec.name(), kinds, patterns));
    }
    return all;
  }

  private void check(String at, String pattern) {
    Expression.problem(pattern)
        .ifPresent(
            why ->
                findings.refused(
                    Reason.INVALID_VALUE,
                    at,
                    "\"%s\" is no expression for RE2: %s".formatted(pattern, why)));
  }

  /** All expressions together must leave enough of a text to be read. */
  void checkTotal(List<RouteRule> rules, List<DataClass> classes) {
    List<String> all = new ArrayList<>();
    rules.forEach(rule -> rule.match().regex().ifPresent(all::add));
    classes.forEach(one -> all.addAll(one.patterns()));
    int total =
        all.stream()
            .filter(text -> Expression.problem(text).isEmpty())
            .map(Expression::compile)
            .mapToInt(Pattern::programSize)
            .sum();
    if (total > Expression.MAX_TOTAL) {
      findings.refused(
          Reason.INVALID_VALUE,
          "spec.rules",
          "the %d regular expressions together compile to %d instructions; at most %d: use keywords, or simpler ones"
              .formatted(all.size(), total, Expression.MAX_TOTAL));
    }
  }

  /**
   * A class that a rule waits for and that nothing detects comes by the header only: most often a
   * slip of the pen.
   */
  void warnOfUnknown(RoutingPolicySpec spec) {
    Set<String> known = new TreeSet<>();
    DataKind.CLASSES.forEach(one -> known.add(one.name()));
    Given.list(spec.dataClasses()).forEach(one -> known.add(one.name()));
    for (PolicyTarget target : Given.list(spec.targets())) {
      known.addAll(Given.list(target.dataClasses()));
    }
    List<Rule> rules = Given.list(spec.rules());
    for (int i = 0; i < rules.size(); i++) {
      for (String name : Given.list(rules.get(i).match().dataClasses())) {
        if (!known.contains(name)) {
          findings.warned(
              Reason.INVALID_VALUE,
              "spec.rules[%d].match.dataClasses: nothing detects \"%s\", so only the header x-conduit-data-class can say it; spec.dataClasses may say how to find it, and there are %s"
                  .formatted(i, name, known));
        }
      }
    }
  }
}
