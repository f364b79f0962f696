// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.explain;

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

/** An explanation for programs: one JSON object, two spaces a level. Its fields are public API. */
public final class ExplanationJson {
  private ExplanationJson() {}

  /** Ends without a line feed. */
  public static String of(Explanation about) {
    List<String> fields = new ArrayList<>();
    fields.add(field("policy", text(about.policy())));
    fields.add(field("asked", text(about.asked())));
    fields.add(field("decision", decision(about)));
    fields.add(field("signals", signals(about.signals())));
    fields.add(field("dataClasses", list(about.dataClasses(), ExplanationJson::text)));
    fields.add(field("constraint", text(about.constraint())));
    fields.add(field("score", score(about.score())));
    about.asks().ifPresent(asks -> fields.add(field("asks", asks(asks))));
    fields.add(field("rules", rows(about.rules(), ExplanationJson::rule)));
    fields.add(field("targets", rows(about.targets(), ExplanationJson::target)));
    return "{\n  " + String.join(",\n  ", fields) + "\n}";
  }

  private static String decision(Explanation about) {
    return switch (about.decision()) {
      case Decision.Routed(_, var reason) ->
          object(
              field("target", text(about.chosen().map(t -> t.id()).orElse(""))),
              field("tier", text(about.chosen().map(t -> t.tier().name()).orElse(""))),
              field("reason", text(reason)),
              field("why", text(ReasonWords.of(reason, about))));
      case Decision.Refused(var failure) -> {
        Problem problem = FailureMapper.map(failure);
        yield object(
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
        field("text", list(signals.structure(), ExplanationJson::sighting)),
        field("data", list(signals.data(), ExplanationJson::sighting)));
  }

  private static String sighting(Signals.Sighting one) {
    return object(field("what", text(one.what())), field("count", Integer.toString(one.count())));
  }

  private static String score(Explanation.Score score) {
    return object(
        field("tier", text(score.tier().name())),
        field("value", number(score.value())),
        field("addedByRules", number(score.added())),
        field("reason", text(score.reason())),
        field(
            "thresholds",
            list(
                score.thresholds(),
                one ->
                    object(
                        field("minScore", number(one.minScore())),
                        field("tier", text(one.tier().name()))))));
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
        field("action", text(rule.action())),
        field("conditions", text(rule.why())));
  }

  private static String target(Explanation.TargetOutcome target) {
    return object(
        field("id", text(target.id())),
        field("tier", text(target.tier().name())),
        field("contextTokens", Long.toString(target.window())),
        field("standing", text(target.standing().name().toLowerCase(Locale.ROOT))),
        field("why", text(target.why())));
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
