// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay;

import dev.conduit.operator.app.console.Table;
import dev.conduit.operator.app.replay.ReplayResult.Count;
import dev.conduit.operator.app.replay.ReplayResult.Spending;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A result for a person. */
public final class ReplayText {
  /** The code of the error for a model that the policy does not have. */
  private static final String UNKNOWN_MODEL = "model_not_found";

  private final ReplayResult result;
  private final List<String> lines = new ArrayList<>();

  private ReplayText(ReplayResult result) {
    this.result = result;
  }

  /** Lines without line feeds. */
  public static List<String> lines(ReplayResult result) {
    ReplayText text = new ReplayText(result);
    text.head();
    text.counts("TIER", result.tiers());
    text.counts("TARGET", result.targets());
    text.deciders();
    text.moved();
    text.refused();
    text.cost();
    result.verdict().ifPresent(text::quality);
    result.notes().forEach(note -> text.lines.add("note: " + note));
    return text.lines;
  }

  private void head() {
    ReplayResult.Source source = result.source();
    lines.add("policy  " + result.policy());
    lines.add(
        "read    %s, a %s: %d requests%s"
            .formatted(
                source.file(),
                source.form().label(),
                source.requests(),
                source.bad() == 0 ? "" : ", " + source.bad() + " bad lines left out"));
    lines.add("");
  }

  private void add(Table table) {
    lines.addAll(table.lines());
    lines.add("");
  }

  private void counts(String heading, Map<String, Count> counts) {
    Table table = table(heading);
    counts.forEach((name, count) -> row(table, name, count));
    add(table);
  }

  private Table table(String heading) {
    return result.spending().isKnown()
        ? new Table(heading, "REQUESTS", "SHARE", "COST")
        : new Table(heading, "REQUESTS", "SHARE");
  }

  private void row(Table table, String name, Count count) {
    String requests = Long.toString(count.requests());
    String share = percent(result.routed() == 0 ? 0 : (double) count.requests() / result.routed());
    if (result.spending().isKnown()) {
      table.row(name, requests, share, dollars(count.cost()));
    } else {
      table.row(name, requests, share);
    }
  }

  private void deciders() {
    Table table = table("DECIDED BY");
    result.deciders().forEach((decider, count) -> row(table, decider.words(), count));
    add(table);
  }

  private void moved() {
    if (!result.moved().isEmpty()) {
      Table table = new Table("THEN", "REQUESTS");
      result.moved().forEach((why, count) -> table.row(Moves.words(why), Long.toString(count)));
      add(table);
    }
  }

  private void refused() {
    if (!result.refused().isEmpty()) {
      Table table = new Table("REFUSED", "REQUESTS", "FIRST AT LINE", "WHY");
      result
          .refused()
          .forEach(
              (code, one) ->
                  table.row(
                      code,
                      Long.toString(one.requests()),
                      Long.toString(one.line()),
                      one.message()));
      add(table);
      if (result.refused().containsKey(UNKNOWN_MODEL)) {
        lines.removeLast();
        lines.add("to let the policy choose whatever model was asked for: --as-model auto");
        lines.add("");
      }
    }
  }

  private void cost() {
    Spending spending = result.spending();
    if (!spending.isKnown()) {
      lines.add("cost    unknown: no target has a price; set spec.targets[].price, or --price");
      lines.add("");
      return;
    }
    Table table = new Table("COST", "US DOLLARS", "");
    table.row("this policy", dollars(spending.policy()), "");
    table.row(
        "all heavy",
        dollars(spending.allHeavy()),
        compared(spending.allHeavy() - spending.policy(), spending.allHeavy()));
    table.row(
        "all light",
        dollars(spending.allLight()),
        compared(spending.allLight() - spending.policy(), spending.allLight()));
    add(table);
    lines.removeLast();
    lines.add(
        "of %d requests %d with measured tokens; for the others prompts are estimated%s"
            .formatted(
                result.routed(),
                spending.measured(),
                " and answers taken to have " + spending.answerTokens() + " tokens"));
    if (!spending.withoutPrice().isEmpty()) {
      lines.add("without a price, counted as 0: " + String.join(", ", spending.withoutPrice()));
    }
    lines.add("");
  }

  private static String compared(double saved, double whole) {
    if (whole <= 0) {
      return "";
    }
    String share = percent(Math.abs(saved) / whole);
    return saved >= 0 ? "the policy saves " + share : "the policy costs " + share + " more";
  }

  private void quality(Verdict verdict) {
    Table table = new Table("QUALITY", "RIGHT ANSWERS", "HEAVY CALLS");
    table.row(
        "this policy", percent(verdict.policy().quality()), percent(verdict.policy().share()));
    table.row("as many heavy calls by chance", percent(verdict.byChance()), "");
    table.row("all heavy", percent(verdict.allHeavy().quality()), "100.0 %");
    table.row("all light", percent(verdict.allLight().quality()), "0.0 %");
    add(table);
    lines.removeLast();
    lines.add(
        "judged are the %d requests with outcomes that went to the lightest or the heaviest tier%s"
            .formatted(
                verdict.judged(),
                verdict.unjudged() == 0 ? "" : "; not " + verdict.unjudged() + " others"));
    lines.add(
        verdict
            .recovered()
            .map(share -> "recovered of the gap between the tiers: " + percent(share))
            .orElse("the heavy tier is not better here: there is no gap to recover"));
    lines.add("");
    if (verdict.oracle().quality().isPresent()) {
      orders(verdict);
    }
  }

  private void orders(Verdict verdict) {
    Table table = new Table("ORDER OF HEAVY CALLS", "APGR", "CPT50", "CPT80");
    order(table, "the policy's classifier", verdict.classifier());
    order(table, "by chance", verdict.random());
    order(table, "longest first", verdict.length());
    order(table, "oracle", verdict.oracle());
    add(table);
  }

  private static void order(Table table, String name, Verdict.Order order) {
    order
        .quality()
        .ifPresent(
            one ->
                table.row(
                    name,
                    String.format(Locale.ROOT, "%.3f", one.apgr()),
                    percent(one.cpt50()),
                    percent(one.cpt80())));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** Four digits at least of what is small. */
  private static String dollars(double amount) {
    int decimals = amount >= 100 ? 2 : amount >= 1 ? 3 : 5;
    return String.format(Locale.ROOT, "%." + decimals + "f", amount);
  }
}
