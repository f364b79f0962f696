// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.fit;

import dev.conduit.operator.app.fit.CaseFile;
import dev.conduit.operator.app.fit.CaseReading;
import dev.conduit.operator.app.fit.Errors;
import dev.conduit.operator.app.fit.Figure;
import dev.conduit.operator.app.fit.FitCase;
import dev.conduit.operator.app.fit.FitReport;
import dev.conduit.operator.app.fit.ModelConfigs;
import dev.conduit.operator.core.knowledge.ModelCatalogue;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Prints predicted beside measured: ours, six rivals', and whether what must hold does. */
public final class Main {
  private final PrintStream out;

  private Main(PrintStream out) {
    this.out = out;
  }

  /**
   * @param arguments file of cases, file of configurations
   */
  public static void main(String[] arguments) {
    Path cases = Path.of(arguments[0]);
    Path configs = Path.of(arguments[1]);
    System.exit(new Main(System.out).run(cases, configs) ? 0 : 1);
  }

  private boolean run(Path cases, Path configs) {
    List<FitCase> read = value(CaseFile.cases(cases));
    ModelConfigs known =
        new ModelConfigs(value(CaseFile.configs(configs)), ModelCatalogue.bundled().configs());
    FitReport report = FitReport.of(read, new CaseReading(known, true));
    out.printf("%d cases of %s, configurations of %s%n%n", read.size(), cases, configs);
    comparison(new Comparison(report), new FitReport.Verdicts(report.cases()));
    FitReport plain = FitReport.of(read, new CaseReading(known, false));
    row("KV without flags named in notes", plain.errors(Figure.KV_GIB, "all"));
    row("KV, each model's overhead from the others", new LeaveOneOut(report).errors());
    out.println();
    return new MustHold(report, out).print();
  }

  private void comparison(Comparison comparison, FitReport.Verdicts verdicts) {
    for (Figure figure : Figure.values()) {
      out.printf("%-44s %5s %9s %9s %9s%n", figure.wireName(), "cases", "median", "p90", "max");
      row("  Conduit", comparison.ours(figure));
      for (Rival rival : Rival.ALL) {
        row("  " + rival.title(), comparison.errors(rival, figure));
      }
    }
    out.printf("%n%-44s %-30s %s%n", "verdicts", "false fits", "false refuses");
    out.printf("%-44s %-30s %s%n", "  Conduit", verdicts.falseFits(), verdicts.falseRefuses());
    for (Rival rival : Rival.ALL) {
      out.printf(
          "%-44s %-30s %s%n",
          "  " + rival.title(), comparison.wrong(rival, true), comparison.wrong(rival, false));
    }
    out.println();
  }

  private void row(String name, Errors errors) {
    out.printf(
        Locale.ROOT,
        "%-44s %5d %8.2f%% %8.2f%% %8.1f%%%n",
        name,
        errors.count(),
        100 * errors.quantile(0.5),
        100 * errors.quantile(0.9),
        100 * errors.max());
  }

  private static <T> T value(CaseFile.Read<T> read) {
    return switch (read) {
      case CaseFile.Read.Valid<T>(T value) -> value;
      case CaseFile.Read.Invalid<T>(List<String> problems) ->
          throw new IllegalArgumentException(String.join("\n", problems));
    };
  }
}
