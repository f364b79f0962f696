// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.fit;

import dev.conduit.operator.app.fit.Errors;
import dev.conduit.operator.app.fit.Figure;
import dev.conduit.operator.app.fit.FitReport;
import dev.conduit.operator.app.fit.Scored;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/** What is promised of the fit, and whether it holds on these cases. */
final class MustHold {
  /** Logs print GiB with two digits. */
  private static final double PRINTED = 0.005;

  private final FitReport report;
  private final PrintStream out;
  private boolean all = true;

  MustHold(FitReport report, PrintStream out) {
    this.report = report;
    this.out = out;
  }

  /** Prints a line for each; true when all hold. */
  boolean print() {
    weights("1 weights, unquantised", s -> !s.isQuantised(), 0.003, 0.015);
    weights("1 weights, quantised", Scored::isQuantised, 0.02, 0.06);
    errors("2 KV capacity", report.errors(Figure.KV_GIB, "all"), 0.05, 0.15);
    verdicts();
    tokenBytes("3 KV bytes per token", false, 0.001);
    tokenBytes("3 KV bytes per token, hybrids", true, 0.02);
    rivals();
    gptOss();
    return all;
  }

  private void weights(String name, Predicate<Scored> which, double median, double p90) {
    errors(
        name,
        errors(Figure.WEIGHTS_GIB, which.and(s -> s.reading().anatomy().isPresent())),
        median,
        p90);
  }

  private void errors(String name, Errors errors, double median, double p90) {
    boolean holds = errors.quantile(0.5) <= median && errors.quantile(0.9) <= p90;
    say(
        holds,
        "%s: median %.2f%% of %.1f, p90 %.2f%% of %.1f, %d cases"
            .formatted(
                name,
                100 * errors.quantile(0.5),
                100 * median,
                100 * errors.quantile(0.9),
                100 * p90,
                errors.count()));
  }

  private void verdicts() {
    FitReport.Verdicts verdicts = new FitReport.Verdicts(report.cases());
    long judged = verdicts.refused().stream().filter(s -> s.fits().isPresent()).count();
    boolean holds =
        verdicts.falseFitsBeyondUncertainty().isEmpty()
            && verdicts.foretold().size() >= 0.9 * judged;
    List<String> unknown =
        verdicts.refused().stream()
            .filter(s -> s.fits().isEmpty())
            .map(s -> s.fitCase().id())
            .toList();
    say(
        holds,
        "2 refusals: %d of %d foretold, false fits beyond the uncertainty %s; not judged, for GPU or model is not known: %s"
            .formatted(
                verdicts.foretold().size(),
                judged,
                verdicts.falseFitsBeyondUncertainty(),
                unknown));
  }

  /** On several devices logs print one's GiB and the least tokens of all, which may be less. */
  private void tokenBytes(String name, boolean hybrid, double limit) {
    List<Scored> cases =
        report.cases().stream()
            .filter(s -> s.isHybrid() == hybrid && s.error(Figure.KV_TOKEN_BYTES).isPresent())
            .toList();
    List<String> off = cases.stream().filter(s -> isOff(s, limit)).map(MustHold::id).toList();
    List<String> ranks =
        cases.stream().filter(s -> isOff(s, limit) && printsLeast(s)).map(MustHold::id).toList();
    say(
        ranks.size() == off.size(),
        "%s: %d of %d within %.1f%%; logs that print another rank's GiB: %s; off: %s"
            .formatted(
                name,
                cases.size() - off.size(),
                cases.size(),
                100 * limit,
                ranks,
                off.stream().filter(id -> !ranks.contains(id)).toList()));
  }

  private static boolean isOff(Scored scored, double limit) {
    double printed = PRINTED / scored.measured(Figure.KV_GIB).orElseThrow();
    return scored.error(Figure.KV_TOKEN_BYTES).orElseThrow() > limit + printed;
  }

  private static boolean printsLeast(Scored scored) {
    boolean several = scored.reading().setup().map(s -> s.devices() > 1).orElse(false);
    double predicted = scored.predicted(Figure.KV_TOKEN_BYTES).orElseThrow();
    return several && predicted < scored.measured(Figure.KV_TOKEN_BYTES).orElseThrow();
  }

  private void rivals() {
    Comparison comparison = new Comparison(report);
    for (Figure figure : Figure.values()) {
      Errors ours = comparison.ours(figure);
      for (Rival rival : Rival.ALL) {
        Errors theirs = comparison.errors(rival, figure);
        boolean ahead =
            ours.quantile(0.5) <= theirs.quantile(0.5)
                && ours.quantile(0.9) <= theirs.quantile(0.9);
        if (!ahead) {
          say(false, "4 ahead of %s in %s".formatted(rival.title(), figure.wireName()));
        }
      }
    }
    say(true, "4 ahead of rivals in median and p90 of each figure, but for lines above");
  }

  private void gptOss() {
    Errors errors =
        errors(
            Figure.WEIGHTS_GIB,
            s ->
                s.fitCase().known().text("", "model").toLowerCase(Locale.ROOT).contains("gpt-oss"));
    say(errors.count() > 0 && errors.max() < 0.06, "8 gpt-oss counted once: " + errors.sorted());
  }

  private Errors errors(Figure figure, Predicate<Scored> which) {
    return new Errors(
        report.cases().stream()
            .filter(which)
            .map(s -> s.error(figure))
            .filter(OptionalDouble::isPresent)
            .map(OptionalDouble::getAsDouble)
            .toList());
  }

  private static String id(Scored scored) {
    return scored.fitCase().id();
  }

  private void say(boolean holds, String what) {
    all &= holds;
    out.println((holds ? "holds  " : "FAILS  ") + what);
  }
}
