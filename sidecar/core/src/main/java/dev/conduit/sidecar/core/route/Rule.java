// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import dev.conduit.contract.Expression;
import dev.conduit.contract.RouteRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One rule of a policy, ready to be asked: it holds when all its conditions do.
 *
 * @param name of the rule
 * @param reason that a decision by this rule gives
 * @param isByModel whether it matches on the model asked for, and so may give new names a meaning
 * @param action that follows
 * @param conditions cheap ones first
 */
record Rule(
    String name,
    String reason,
    boolean isByModel,
    RouteRule.Action action,
    List<Condition> conditions) {

  /**
   * @param place in the policy
   */
  static Rule of(RouteRule rule, int place) {
    RouteRule.Match match = rule.match();
    List<Condition> all = new ArrayList<>();
    if (!match.models().isEmpty()) {
      all.add(new Condition.ByModel(Set.copyOf(match.models())));
    }
    if (!match.apps().isEmpty()) {
      all.add(new Condition.ByApp(Set.copyOf(match.apps())));
    }
    match.hasTools().ifPresent(wanted -> all.add(new Condition.ByTools(wanted)));
    match.minPromptTokens().ifPresent(min -> all.add(new Condition.ByTokens(min, true)));
    match.maxPromptTokens().ifPresent(max -> all.add(new Condition.ByTokens(max, false)));
    match.headers().forEach((name, values) -> all.add(new Condition.ByHeader(name, values)));
    match.timeOfDay().ifPresent(span -> all.add(new Condition.ByTime(span)));
    if (!match.taskTypes().isEmpty()) {
      all.add(new Condition.ByTask(Set.copyOf(match.taskTypes())));
    }
    if (!match.keywords().isEmpty()) {
      all.add(new Condition.ByKeywords(place, match.keywords()));
    }
    if (!match.dataClasses().isEmpty()) {
      all.add(new Condition.ByDataClass(match.dataClasses()));
    }
    match.regex().ifPresent(text -> all.add(new Condition.ByRegex(Expression.compile(text))));
    return new Rule(
        rule.name(),
        "rule:" + rule.name(),
        !match.models().isEmpty(),
        rule.action(),
        List.copyOf(all));
  }

  Holds holds(Inquiry about) {
    Holds all = Holds.YES;
    for (Condition condition : conditions) {
      Holds one = condition.holds(about);
      if (one == Holds.NO) {
        return Holds.NO;
      }
      all = one == Holds.UNKNOWN ? one : all;
    }
    return all;
  }
}
