// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.fit;

import dev.conduit.operator.app.fit.Errors;
import dev.conduit.operator.app.fit.Figure;
import dev.conduit.operator.app.fit.FitReport;
import dev.conduit.operator.app.fit.Scored;
import dev.conduit.operator.core.estimate.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Whether the overheads are fitted to the models they were seen with: for each model their scale is
 * found again from all others' cases (the median of measured over predicted), and its own KV cache
 * is predicted with that.
 */
final class LeaveOneOut {
  private final List<Scored> cases;

  LeaveOneOut(FitReport report) {
    this.cases =
        report.cases().stream()
            .filter(scored -> scored.error(Figure.KV_GIB).isPresent())
            .filter(scored -> overhead(scored) > 0)
            .toList();
  }

  Errors errors() {
    List<Double> errors = new ArrayList<>();
    for (Scored left : cases) {
      double scale = scale(other -> !model(other).equals(model(left)));
      double said = budget(left) - weights(left) - scale * overhead(left);
      errors.add(Math.abs(Math.max(0, said) / left.measured(Figure.KV_GIB).orElseThrow() - 1));
    }
    return new Errors(errors);
  }

  private double scale(Predicate<Scored> which) {
    return new Errors(
            cases.stream()
                .filter(which)
                .map(
                    each ->
                        (budget(each) - weights(each) - each.measured(Figure.KV_GIB).orElseThrow())
                            / overhead(each))
                .toList())
        .quantile(0.5);
  }

  private static String model(Scored scored) {
    return scored.fitCase().known().text("", "model");
  }

  private static double budget(Scored scored) {
    return scored.reading().estimate().budget().orElse(0) / Rival.GIB;
  }

  private static double weights(Scored scored) {
    return scored.reading().estimate().weights().orElse(0) / Rival.GIB;
  }

  private static double overhead(Scored scored) {
    return scored.reading().estimate().parts().stream()
            .filter(part -> !part.name().equals("weights") && !part.name().equals("kv"))
            .mapToLong(Estimate.Part::bytes)
            .sum()
        / Rival.GIB;
  }
}
