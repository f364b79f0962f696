// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.policy;

import dev.conduit.api.v1alpha1.policy.HeaderMatch;
import dev.conduit.api.v1alpha1.policy.Rule;
import dev.conduit.api.v1alpha1.policy.RuleMatch;
import dev.conduit.api.v1alpha1.policy.TimeOfDay;
import dev.conduit.contract.DailySpan;
import dev.conduit.contract.Expression;
import dev.conduit.contract.RouteRule;
import dev.conduit.contract.TaskType;
import dev.conduit.contract.Tokens;
import dev.conduit.operator.core.finding.Reason;
import dev.conduit.operator.core.observed.Given;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A rule's conditions as data planes read them. An expression or a time zone that means nothing
 * refuses a rule that constrains together with its policy, and leaves out any other.
 */
final class ConditionTranslation {
  private static final String UTC = "UTC";

  private final Findings findings;

  ConditionTranslation(Findings findings) {
    this.findings = findings;
  }

  /** Whether {@link #of} can be asked; says what is wrong if not. */
  boolean areSound(String at, Rule rule) {
    RuleMatch match = rule.match();
    Optional<String> problem =
        Optional.ofNullable(match.regex())
            .flatMap(
                text ->
                    Expression.problem(text)
                        .map(why -> "\"" + text + "\" is no expression for RE2: " + why));
    problem.ifPresent(why -> refuse(rule, at + ".match.regex", why));
    TimeOfDay time = match.timeOfDay();
    String zone = time == null ? UTC : Given.or(time.zone(), UTC);
    boolean isZone = isZone(zone);
    if (!isZone) {
      String why = "\"" + zone + "\" is no time zone; use one such as Europe/Berlin or UTC";
      refuse(rule, at + ".match.timeOfDay.zone", why);
    }
    int blank = Given.list(match.keywords()).stream().map(String::isBlank).toList().indexOf(true);
    if (blank >= 0) {
      String why = "it is blank, and no text has such a word; write one, or remove it";
      refuse(rule, at + ".match.keywords[" + blank + "]", why);
    }
    return problem.isEmpty() && isZone && blank < 0;
  }

  private void refuse(Rule rule, String field, String why) {
    String message = "rule \"%s\": %s".formatted(rule.name(), why);
    if (rule.constrain() != null) {
      findings.refused(Reason.INVALID_VALUE, field, message + "; the policy is refused");
    } else {
      findings.partRefused(Reason.INVALID_VALUE, field, message + "; the rule is left out");
    }
  }

  private static boolean isZone(String zone) {
    try {
      ZoneId.of(zone);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  RouteRule.Match of(RuleMatch match) {
    Map<String, List<String>> headers = new TreeMap<>();
    for (HeaderMatch header : Given.list(match.headers())) {
      headers.put(header.name().toLowerCase(Locale.ROOT), header.values());
    }
    return new RouteRule.Match(
        Given.list(match.models()),
        Given.list(match.keywords()),
        headers,
        Optional.ofNullable(match.minTokens()).map(Tokens::new),
        Optional.ofNullable(match.maxTokens()).map(Tokens::new),
        Optional.ofNullable(match.hasTools()),
        Optional.ofNullable(match.regex()),
        Given.list(match.apps()),
        Given.list(match.taskTypes()).stream().map(type -> TaskType.valueOf(type.name())).toList(),
        Given.list(match.dataClasses()),
        span(match.timeOfDay()));
  }

  private static Optional<DailySpan> span(@Nullable TimeOfDay time) {
    return time == null
        ? Optional.empty()
        : Optional.of(
            new DailySpan(
                LocalTime.parse(time.from()),
                LocalTime.parse(time.to()),
                ZoneId.of(Given.or(time.zone(), UTC))));
  }
}
