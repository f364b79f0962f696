// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.fitengines;

import static java.util.Objects.requireNonNull;

import dev.conduit.operator.app.fit.CaseFile;
import dev.conduit.operator.app.fit.CaseReading;
import dev.conduit.operator.app.fit.FitCase;
import dev.conduit.operator.app.fit.ModelConfigs;
import dev.conduit.operator.core.estimate.Estimate;
import dev.conduit.operator.core.knowledge.ModelCatalogue;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** KV tokens that {@code conduit fit} says beside those that vLLM prints. */
final class VllmGrid {
  static final String FIGURE = "vLLM KV tokens";

  private final CaseReading reading =
      new CaseReading(new ModelConfigs(Map.of(), ModelCatalogue.bundled().configs()), true);
  private final Sheet sheet;
  private final PrintStream out;
  private final Map<String, String> refused = new TreeMap<>();

  VllmGrid(Sheet sheet, PrintStream out) {
    this.sheet = sheet;
    this.out = out;
    sheet.bound(FIGURE, 0.01);
  }

  /** Prints a row for each configuration that the engine starts, then those that it does not. */
  void run(Path configs, VllmProbe probe) throws InterruptedException {
    Map<String, FitCase> cases =
        cases(configs).stream().collect(Collectors.toMap(FitCase::id, Function.identity()));
    probe.run(
        configs,
        said -> {
          switch (said) {
            case VllmProbe.Said.Started(String id, long tokens) ->
                row(requireNonNull(cases.get(id), id), tokens);
            case VllmProbe.Said.Refused(String id, String reason) -> refused.put(id, reason);
          }
        });
    refused.forEach((id, reason) -> out.printf("not started: %s: %s%n", id, reason));
    out.println();
  }

  /** Configurations that the engine could not start, with its own reason. */
  Map<String, String> refused() {
    return Map.copyOf(refused);
  }

  private void row(FitCase fitCase, long allocated) {
    Estimate estimate = reading.read(fitCase.known()).estimate();
    sheet.row(fitCase.id(), FIGURE, (double) estimate.kvTokens().orElse(0), (double) allocated);
  }

  private static List<FitCase> cases(Path configs) {
    return switch (CaseFile.cases(configs)) {
      case CaseFile.Read.Valid<List<FitCase>>(List<FitCase> cases) -> cases;
      case CaseFile.Read.Invalid<List<FitCase>>(List<String> problems) ->
          throw new IllegalArgumentException(String.join("\n", problems));
    };
  }
}
