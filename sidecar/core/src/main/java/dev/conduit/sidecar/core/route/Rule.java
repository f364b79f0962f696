// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import dev.conduit.contract.RouteRule;
import dev.conduit.contract.Tokens;
import dev.conduit.sidecar.core.exchange.RequestFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

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
    List<Predicate<Ask>> conditions) {

  static Rule of(RouteRule rule) {
    RouteRule.Match match = rule.match();
    List<Predicate<Ask>> conditions = new ArrayList<>();
    if (!match.models().isEmpty()) {
      Set<String> models = Set.copyOf(match.models());
      conditions.add(ask -> models.contains(ask.facts().model()));
    }
    match.hasTools().ifPresent(wanted -> conditions.add(ask -> ask.facts().hasTools() == wanted));
    match.minPromptTokens().ifPresent(min -> conditions.add(ask -> tokens(ask, min) >= 0));
    match.maxPromptTokens().ifPresent(max -> conditions.add(ask -> tokens(ask, max) <= 0));
    match.headers().forEach((name, values) -> conditions.add(ask -> isHeader(ask, name, values)));
    if (!match.keywords().isEmpty()) {
      Keywords keywords = new Keywords(match.keywords());
      conditions.add(ask -> keywords.isIn(ask.facts().userText()));
    }
    return new Rule(
        rule.name(),
        "rule:" + rule.name(),
        !match.models().isEmpty(),
        rule.action(),
        List.copyOf(conditions));
  }

  boolean holds(Ask ask) {
    for (Predicate<Ask> condition : conditions) {
      if (!condition.test(ask)) {
        return false;
      }
    }
    return true;
  }

  private static int tokens(Ask ask, Tokens bound) {
    RequestFacts facts = ask.facts();
    return facts.promptTokens().compareTo(bound);
  }

  private static boolean isHeader(Ask ask, String name, List<String> values) {
    return ask.headers().apply(name).filter(values::contains).isPresent();
  }
}
