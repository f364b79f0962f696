// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.app.console.ExitCode;
import dev.conduit.operator.app.console.Table;
import dev.conduit.operator.app.fit.CaseFile;
import dev.conduit.operator.app.fit.CaseReading;
import dev.conduit.operator.app.fit.Errors;
import dev.conduit.operator.app.fit.Figure;
import dev.conduit.operator.app.fit.FitCase;
import dev.conduit.operator.app.fit.FitReport;
import dev.conduit.operator.app.fit.ModelConfigs;
import dev.conduit.operator.core.knowledge.ModelCatalogue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "fit",
    description = {
      "Predict the memory of measured starts of engines, and say how far off that is.",
      "Nothing that was measured is used in a prediction.",
      "Exit code 0: done, 3: a file is malformed."
    })
final class FitVerb implements Verb {
  enum Output {
    table,
    json
  }

  private final Console console;

  @Option(
      names = "--cases",
      required = true,
      paramLabel = "FILE",
      description = "Cases, one JSON object a line.")
  Path cases = Path.of(".");

  @Option(
      names = "--configs",
      paramLabel = "FILE",
      description = "Configurations of models, one JSON object by model id.")
  @Nullable Path configs;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "Valid: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  Output output = Output.table;

  @Option(
      names = "--no-notes",
      description = "Do not use flags that only a case's notes name, such as max_num_seqs.")
  boolean withoutNotes;

  FitVerb(Console console) {
    this.console = console;
  }

  @Override
  public ExitCode run() {
    List<String> problems = new ArrayList<>();
    List<FitCase> read = value(CaseFile.cases(cases), List.of(), problems);
    Map<String, Map<String, Object>> known =
        configs == null ? Map.of() : value(CaseFile.configs(configs), Map.of(), problems);
    if (!problems.isEmpty()) {
      problems.forEach(problem -> console.error("error: " + problem));
      return ExitCode.INVALID;
    }
    FitReport report =
        FitReport.of(
            read,
            new CaseReading(
                new ModelConfigs(known, ModelCatalogue.bundled().configs()), !withoutNotes));
    if (output == Output.json) {
      console.line(report.json());
    } else {
      table(report).lines().forEach(console::line);
    }
    return ExitCode.OK;
  }

  private static <T> T value(CaseFile.Read<T> read, T otherwise, List<String> problems) {
    return switch (read) {
      case CaseFile.Read.Valid<T>(T value) -> value;
      case CaseFile.Read.Invalid<T>(List<String> found) -> {
        problems.addAll(found);
        yield otherwise;
      }
    };
  }

  private static Table table(FitReport report) {
    Table table = new Table("FIGURE", "CLASS", "CASES", "MEDIAN", "P90", "MAX", "WITHIN 5 %");
    for (Figure figure : Figure.values()) {
      report.cases().stream()
          .flatMap(scored -> scored.classes().stream())
          .distinct()
          .sorted()
          .forEach(
              name -> {
                Errors errors = report.errors(figure, name);
                if (errors.count() > 0) {
                  table.row(
                      figure.wireName(),
                      name,
                      String.valueOf(errors.count()),
                      percent(errors.quantile(0.5)),
                      percent(errors.quantile(0.9)),
                      percent(errors.max()),
                      percent(errors.within(0.05)));
                }
              });
    }
    return table;
  }

  private static String percent(double share) {
    return "%.2f %%".formatted(100 * share);
  }
}
