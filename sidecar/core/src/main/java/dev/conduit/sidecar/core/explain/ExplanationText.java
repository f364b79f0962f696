// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.explain;

import dev.conduit.sidecar.core.failure.FailureMapper;
import dev.conduit.sidecar.core.failure.Problem;
import dev.conduit.sidecar.core.route.Decision;
import dev.conduit.sidecar.core.route.Explanation;
import dev.conduit.sidecar.core.route.Explanation.RuleOutcome;
import dev.conduit.sidecar.core.route.Explanation.TargetOutcome;
import dev.conduit.sidecar.core.signal.Signals;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An explanation for a person: the decision first, then what it rests on. */
public final class ExplanationText {
  private ExplanationText() {}

  /** Lines without line feeds. */
  public static List<String> lines(Explanation about) {
    List<String> lines = new ArrayList<>(decision(about));
    lines.add("");
    lines.addAll(seen(about));
    if (!about.rules().isEmpty()) {
      lines.add("");
      lines.addAll(rules(about.rules()));
    }
    lines.add("");
    lines.addAll(targets(about.targets()));
    return lines;
  }

  private static List<String> decision(Explanation about) {
    return switch (about.decision()) {
      case Decision.Routed(_, var reason) -> {
        String to = about.chosen().map(t -> t.id() + ", tier " + t.tier()).orElse("nobody");
        yield List.of(
            "goes to   " + to, "because   " + ReasonWords.of(reason, about), "reason    " + reason);
      }
      case Decision.Refused(var failure) -> {
        Problem problem = FailureMapper.map(failure);
        yield List.of(
            "refused   " + problem.status() + " " + problem.code(),
            "because   " + problem.message());
      }
    };
  }

  private static List<String> seen(Explanation about) {
    Signals signals = about.signals();
    List<String> lines = new ArrayList<>();
    lines.add("policy    " + about.policy() + " " + about.revision());
    lines.add(
        "asked     "
            + about.model()
            + about.tier().map(tier -> ", by header the tier " + tier).orElse(""));
    lines.add(
        "size      about "
            + signals.prompt()
            + " prompt tokens in "
            + signals.messages()
            + (signals.messages() == 1 ? " message" : " messages")
            + (signals.answer().value() > 0
                ? ", at most " + signals.answer() + " for the answer"
                : ", no limit on the answer"));
    lines.add("task      " + signals.task().label() + extras(signals));
    if (!signals.languages().isEmpty()) {
      lines.add("language  " + String.join(", ", signals.languages()));
    }
    lines.add("text      " + counts(signals.structure()) + cut(signals));
    lines.add("data      " + data(about));
    if (!about.limits().why().isEmpty()) {
      lines.add("keep to   " + about.limits().why());
    }
    if (!about.cascade().isEmpty()) {
      lines.add("cascade   " + about.cascade());
    }
    if (!about.pairs().isEmpty()) {
      lines.add("paired    " + about.pairs());
    }
    about
        .asks()
        .ifPresent(
            asks ->
                lines.add(
                    (asks.isAsked() ? "asks      " : "asks not  ")
                        + asks.url()
                        + ", "
                        + (asks.isAsked() ? "" : "for ")
                        + asks.words()));
    lines.add(
        "score     " + score(about.score()) + (isByScore(about) ? "" : " (decides nothing here)"));
    return lines;
  }

  /** The score rests on a part of a long text; rules and data are looked for in all of it. */
  private static String cut(Signals signals) {
    return signals.isCut()
        ? String.format(
            Locale.ROOT,
            " (in the %,d of %,d bytes that are read for the score)",
            signals.textBytesRead(),
            signals.textBytes())
        : "";
  }

  private static String data(Explanation about) {
    List<Signals.Sighting> found = about.signals().data();
    if (about.dataClasses().isEmpty()) {
      return counts(found);
    }
    String classes = "of class " + String.join(", ", about.dataClasses());
    return found.isEmpty() ? classes : counts(found) + "; " + classes;
  }

  private static boolean isByScore(Explanation about) {
    return about.decision() instanceof Decision.Routed(_, var reason)
        && reason.startsWith(about.score().reason());
  }

  private static String extras(Signals signals) {
    return (signals.hasTools() ? ", tools offered" : "")
        + (signals.inToolLoop() ? ", in a tool loop" : "")
        + (signals.hasSchema() ? ", the answer must be JSON" : "");
  }

  private static String counts(List<Signals.Sighting> all) {
    return all.isEmpty()
        ? "nothing found"
        : all.stream().map(one -> one.what() + " " + one.count()).collect(Collectors.joining(", "));
  }

  private static String score(Explanation.Score score) {
    if (score.thresholds().isEmpty()) {
      return "none: the classifier goes by length (" + score.reason() + ")";
    }
    String thresholds =
        score.thresholds().stream()
            .map(one -> one.tier() + " from " + number(one.minScore()))
            .collect(Collectors.joining(", "));
    String added =
        score.added() == 0 ? "" : String.format(Locale.ROOT, " (%+.3f by rules)", score.added());
    String unknown = unknown(score.reason());
    return score
        .value()
        .map(value -> number(value) + added + unknown + "; thresholds: " + thresholds)
        .orElse("none: the length decides (" + score.reason() + ")");
  }

  private static String unknown(String reason) {
    if (reason.startsWith("cues:")) {
      return " by what it asks for, since the text is unfamiliar";
    }
    return reason.endsWith("unfamiliar") ? ", but the text is unfamiliar" : "";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static List<String> rules(List<RuleOutcome> rules) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("RULE", "HOLDS", "WHAT IT DOES", "CONDITIONS"));
    rules.forEach(r -> rows.add(List.of(r.name(), r.holds(), ActionWords.of(r.action()), r.why())));
    return table(rows);
  }

  private static List<String> targets(List<TargetOutcome> targets) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("TARGET", "TIER", "WINDOW", "ASKED", "WHY"));
    for (TargetOutcome one : targets) {
      rows.add(
          List.of(
              one.id(),
              one.tier().name(),
              one.window() == 0 ? "unknown" : Long.toString(one.window()),
              switch (one.standing()) {
                case CHOSEN -> "first";
                case NEXT -> "next";
                case OUT -> "no";
              },
              one.why()));
    }
    return table(rows);
  }

  private static List<String> table(List<List<String>> rows) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i)).repeat(" ", widths[i] - row.get(i).length() + 2);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
