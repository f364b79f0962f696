// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.explain;

import dev.conduit.contract.Classifier.ScoreThreshold;
import dev.conduit.contract.RouteRule;
import dev.conduit.contract.TargetId;
import dev.conduit.contract.Tier;
import dev.conduit.sidecar.core.failure.FailureMapper;
import dev.conduit.sidecar.core.failure.Problem;
import dev.conduit.sidecar.core.json.JsonText;
import dev.conduit.sidecar.core.route.Decision;
import dev.conduit.sidecar.core.route.Explanation;
import dev.conduit.sidecar.core.signal.Signals;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * An explanation for programs: one JSON object, two spaces a level. Its fields are public API,
 * documented in {@code docs/routing.md}; a change of meaning changes {@link #SCHEMA}. Fields called
 * {@code why} are words for people, in which nothing may be looked for. What is unknown is not
 * there.
 */
public final class ExplanationJson {
  public static final String SCHEMA = "conduit.dev/explain/v1";

  private ExplanationJson() {}

  /** Ends without a line feed. */
  public static String of(Explanation about) {
    List<String> fields = new ArrayList<>();
    fields.add(field("schema", text(SCHEMA)));
    fields.add(
        field(
            "policy",
            object(
                field("name", text(about.policy())), field("revision", text(about.revision())))));
    fields.add(field("asked", asked(about)));
    fields.add(field("decision", decision(about)));
    fields.add(field("signals", signals(about.signals())));
    fields.add(field("dataClasses", list(about.dataClasses(), ExplanationJson::text)));
    if (!about.limits().why().isEmpty()) {
      fields.add(field("constraint", limits(about.limits())));
    }
    fields.add(field("score", score(about.score())));
    if (!about.cascade().isEmpty()) {
      fields.add(field("cascade", object(field("why", text(about.cascade())))));
    }
    if (!about.pairs().isEmpty()) {
      fields.add(field("pairs", object(field("why", text(about.pairs())))));
    }
    about.asks().ifPresent(asks -> fields.add(field("asks", asks(asks))));
    fields.add(field("rules", rows(about.rules(), ExplanationJson::rule)));
    fields.add(field("targets", rows(about.targets(), ExplanationJson::target)));
    return "{\n  " + String.join(",\n  ", fields) + "\n}";
  }

  private static String asked(Explanation about) {
    String model = field("model", text(about.model()));
    return about
        .tier()
        .map(tier -> object(model, field("tier", text(tier))))
        .orElseGet(() -> object(model));
  }

  private static String limits(Explanation.Limits limits) {
    List<String> fields =
        lists(
            limits.tiers().stream().map(Tier::name).toList(),
            limits.targets().stream().map(TargetId::value).toList(),
            limits.dataClasses());
    fields.add(field("why", text(limits.why())));
    return object(fields.toArray(String[]::new));
  }

  /** An empty one limits nothing and is left out. */
  private static List<String> lists(
      List<String> tiers, List<String> targets, List<String> dataClasses) {
    List<String> fields = new ArrayList<>();
    add(fields, "tiers", tiers);
    add(fields, "targets", targets);
    add(fields, "dataClasses", dataClasses);
    return fields;
  }

  private static void add(List<String> fields, String name, List<String> values) {
    if (!values.isEmpty()) {
      fields.add(field(name, list(values, ExplanationJson::text)));
    }
  }

  private static String decision(Explanation about) {
    return switch (about.decision()) {
      case Decision.Routed(_, var reason) ->
          object(
              field("kind", text("routed")),
              field("target", text(about.chosen().map(t -> t.id()).orElse(""))),
              field("tier", text(about.chosen().map(t -> t.tier().name()).orElse(""))),
              field("reason", text(reason)),
              field("why", text(ReasonWords.of(reason, about))));
      case Decision.Refused(var failure) -> {
        Problem problem = FailureMapper.map(failure);
        yield object(
            field("kind", text("refused")),
            field("status", Integer.toString(problem.status())),
            field("code", text(problem.code())),
            field("why", text(problem.message())));
      }
    };
  }

  private static String signals(Signals signals) {
    return object(
        field("promptTokens", signals.prompt().toString()),
        field("maxTokens", signals.answer().toString()),
        field("task", text(signals.task().label())),
        field("languages", list(signals.languages(), ExplanationJson::text)),
        field("messages", Integer.toString(signals.messages())),
        field("tools", Boolean.toString(signals.hasTools())),
        field("toolLoop", Boolean.toString(signals.inToolLoop())),
        field("schema", Boolean.toString(signals.hasSchema())),
        field("textBytes", Integer.toString(signals.textBytes())),
        field("textBytesRead", Integer.toString(signals.textBytesRead())),
        field("text", counts(signals.structure())),
        field("data", counts(signals.data())));
  }

  private static String counts(List<Signals.Sighting> all) {
    return object(
        all.stream()
            .map(one -> field(one.code(), Integer.toString(one.count())))
            .toArray(String[]::new));
  }

  private static String score(Explanation.Score score) {
    List<String> fields = new ArrayList<>();
    fields.add(field("tier", text(score.tier().name())));
    score.value().ifPresent(value -> fields.add(field("value", number(value))));
    fields.add(field("addedByRules", number(score.added())));
    fields.add(field("reason", text(score.reason())));
    fields.add(field("thresholds", list(score.thresholds(), ExplanationJson::threshold)));
    return object(fields.toArray(String[]::new));
  }

  private static String threshold(ScoreThreshold one) {
    return object(
        field("minScore", number(one.minScore())), field("tier", text(one.tier().name())));
  }

  private static String asks(Explanation.Asks asks) {
    return object(
        field("url", text(asks.url())),
        field("asked", Boolean.toString(asks.isAsked())),
        field("why", text(asks.words())));
  }

  private static String rule(Explanation.RuleOutcome rule) {
    return object(
        field("name", text(rule.name())),
        field("holds", text(rule.holds())),
        field("action", action(rule.action())),
        field("why", text(rule.why())));
  }

  /** As the policy writes it. */
  private static String action(RouteRule.Action action) {
    return switch (action) {
      case RouteRule.Action.RouteToTier(var tier) ->
          object(field("route", object(field("tier", text(tier.name())))));
      case RouteRule.Action.RouteToTarget(var target) ->
          object(field("route", object(field("target", text(target.value())))));
      case RouteRule.Action.Constrain one -> {
        List<String> fields =
            lists(
                one.tiers().stream().map(Tier::name).toList(),
                one.targets().stream().map(TargetId::value).toList(),
                one.dataClasses());
        yield object(field("constrain", object(fields.toArray(String[]::new))));
      }
      case RouteRule.Action.AddScore(double score) -> object(field("addScore", number(score)));
    };
  }

  private static String target(Explanation.TargetOutcome target) {
    List<String> fields = new ArrayList<>();
    fields.add(field("id", text(target.id())));
    fields.add(field("tier", text(target.tier().name())));
    if (target.window() > 0) {
      fields.add(field("contextTokens", Long.toString(target.window())));
    }
    fields.add(field("standing", text(target.standing().name().toLowerCase(Locale.ROOT))));
    fields.add(field("why", text(target.why())));
    return object(fields.toArray(String[]::new));
  }

  private static String field(String name, String json) {
    return "\"" + name + "\": " + json;
  }

  private static String object(String... fields) {
    return "{" + String.join(", ", fields) + "}";
  }

  private static <T> String list(List<T> all, Function<T, String> json) {
    return "[" + String.join(", ", all.stream().map(json).toList()) + "]";
  }

  private static <T> String rows(List<T> all, Function<T, String> json) {
    return all.isEmpty()
        ? "[]"
        : "[\n    " + String.join(",\n    ", all.stream().map(json).toList()) + "\n  ]";
  }

  private static String text(String text) {
    return JsonText.quote(text);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
