// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.fit;

import dev.conduit.operator.app.fit.Errors;
import dev.conduit.operator.app.fit.Figure;
import dev.conduit.operator.app.fit.FitReport;
import dev.conduit.operator.app.fit.Scored;
import dev.conduit.operator.core.estimate.EngineKind;
import dev.conduit.operator.core.facts.Anatomy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Ours and a rival's figures on the cases that ours predicts. */
final class Comparison {
  private final FitReport report;

  Comparison(FitReport report) {
    this.report = report;
  }

  /** Errors of a rival; those of a figure that it and we both predict. */
  Errors errors(Rival rival, Figure figure) {
    List<Double> errors = new ArrayList<>();
    for (Scored scored : report.cases()) {
      OptionalDouble measured = measured(scored, figure);
      Optional<Rival.Given> given = given(scored);
      if (scored.error(figure).isPresent() && given.isPresent() && isCompared(scored)) {
        double said = predicted(rival, figure, given.get());
        errors.add(Math.abs(Math.max(0, said) / measured.orElseThrow() - 1));
      }
    }
    return new Errors(errors);
  }

  /** Ours on the very same cases. */
  Errors ours(Figure figure) {
    return new Errors(
        report.cases().stream()
            .filter(scored -> given(scored).isPresent() && isCompared(scored))
            .map(scored -> scored.error(figure))
            .filter(OptionalDouble::isPresent)
            .map(OptionalDouble::getAsDouble)
            .toList());
  }

  /** Ids that a rival says fit although the engine refused, or the other way round. */
  List<String> wrong(Rival rival, boolean said) {
    return report.cases().stream()
        .filter(Comparison::isCompared)
        .filter(scored -> scored.fits().isPresent())
        .filter(scored -> scored.measuredFits().equals(Optional.of(!said)))
        .filter(scored -> given(scored).map(rival::fits).equals(Optional.of(said)))
        .map(scored -> scored.fitCase().id())
        .toList();
  }

  private static boolean isCompared(Scored scored) {
    return scored.reading().setup().map(s -> s.engine() == EngineKind.VLLM).orElse(false);
  }

  private static double predicted(Rival rival, Figure figure, Rival.Given given) {
    return switch (figure) {
      case WEIGHTS_GIB -> rival.weights(given);
      case KV_GIB -> rival.kv(given);
      case KV_TOKENS -> Math.max(0, rival.kv(given)) * Rival.GIB / rival.tokenBytes(given);
      case KV_TOKEN_BYTES -> rival.tokenBytes(given);
    };
  }

  private static OptionalDouble measured(Scored scored, Figure figure) {
    return scored.measured(figure);
  }

  private static Optional<Rival.Given> given(Scored scored) {
    if (scored.reading().setup().isEmpty() || scored.reading().loaded().isEmpty()) {
      return Optional.empty();
    }
    var setup = scored.reading().setup().get();
    var loaded = scored.reading().loaded().get();
    Optional<Anatomy> model = loaded.sized();
    // As files hold it: each class of parameters by its storage, split evenly.
    return model.map(
        anatomy ->
            new Rival.Given(
                anatomy,
                setup,
                setup.gpu().total().gib(),
                loaded.storage().bytesOf(anatomy.parameters()) / setup.devices() / Rival.GIB));
  }
}
