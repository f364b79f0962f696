// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.fit;

import dev.conduit.operator.core.estimate.Estimate;
import dev.conduit.operator.core.estimate.Estimator;
import dev.conduit.operator.core.facts.Anatomy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * A case with what was predicted of it and how far off that is.
 *
 * @param fitCase with what was measured
 * @param reading with what was predicted
 */
public record Scored(FitCase fitCase, CaseReading.Reading reading) {
  private static final double GIB = 1L << 30;

  /** What was measured of a figure; empty when it was not. */
  public OptionalDouble measured(Figure figure) {
    return figure.measured(fitCase);
  }

  /** What was predicted of a figure; empty when it could not be. */
  public OptionalDouble predicted(Figure figure) {
    Estimate estimate = reading.estimate();
    return switch (figure) {
      case WEIGHTS_GIB -> estimate.weights().stream().mapToDouble(b -> b / GIB).findFirst();
      case KV_GIB -> estimate.kv().stream().mapToDouble(b -> b / GIB).findFirst();
      case KV_TOKENS ->
          estimate.kvTokens().isPresent()
              ? OptionalDouble.of((double) estimate.kvTokens().getAsLong())
              : OptionalDouble.empty();
      case KV_TOKEN_BYTES -> tokenBytes();
    };
  }

  /** How a cache of the measured size is cut: the layout alone, without what the size is. */
  private OptionalDouble tokenBytes() {
    OptionalDouble kv = Figure.KV_GIB.measured(fitCase);
    if (kv.isEmpty() || reading.anatomy().isEmpty() || reading.setup().isEmpty()) {
      return OptionalDouble.empty();
    }
    long bytes = (long) (kv.getAsDouble() * GIB);
    long tokens =
        Estimator.tokensOf(reading.anatomy().get(), reading.setup().get(), bytes)
            .kvTokens()
            .orElse(0);
    return tokens > 0 ? OptionalDouble.of(bytes / (double) tokens) : OptionalDouble.empty();
  }

  /** Relative error, by measured; empty where either is missing. */
  public OptionalDouble error(Figure figure) {
    OptionalDouble measured = figure.measured(fitCase);
    OptionalDouble predicted = predicted(figure);
    return measured.isPresent() && predicted.isPresent()
        ? OptionalDouble.of(Math.abs(predicted.getAsDouble() / measured.getAsDouble() - 1))
        : OptionalDouble.empty();
  }

  /** Whether it is said to fit; empty when that cannot be said. */
  public Optional<Boolean> fits() {
    return switch (reading.estimate().verdict()) {
      case Estimate.Verdict.Fits _ -> Optional.of(true);
      case Estimate.Verdict.Refused _ -> Optional.of(false);
      case Estimate.Verdict.Unknown _ -> Optional.empty();
    };
  }

  /** Whether the answer is nearer to its turning point than the stated uncertainty. */
  public boolean isClose() {
    long uncertainty = reading.estimate().uncertainty();
    return switch (reading.estimate().verdict()) {
      case Estimate.Verdict.Fits(long spare) -> spare < uncertainty;
      case Estimate.Verdict.Refused(long shortfall, _) -> shortfall < uncertainty;
      case Estimate.Verdict.Unknown _ -> true;
    };
  }

  public Optional<Boolean> measuredFits() {
    return fitCase.measured().has("fits")
        ? Optional.of(fitCase.measured().flag("fits", true))
        : Optional.empty();
  }

  /** Whether its weights are stored in less than 16 bits. */
  public boolean isQuantised() {
    return fitCase.known().has("quant") || fitCase.tags().contains("quant");
  }

  /** Whether layers of several kinds share its KV cache. */
  public boolean isHybrid() {
    return reading
        .anatomy()
        .map(a -> a.hybrid() || a.windowed())
        .orElse(fitCase.tags().contains("hybrid") || fitCase.tags().contains("swa"));
  }

  /** Classes that it counts in, {@code all} first. */
  public List<String> classes() {
    List<String> classes = new ArrayList<>(List.of("all"));
    classes.add(isQuantised() ? "quantised" : "unquantised");
    Map<String, Boolean> kinds = new TreeMap<>();
    Anatomy known = reading.anatomy().orElse(null);
    for (String tag : List.of("dense", "moe", "mla", "swa", "hybrid", "multimodal")) {
      kinds.put(tag, fitCase.tags().contains(tag));
    }
    if (fitCase.tags().isEmpty() && known != null) {
      kinds.put("moe", known.sparse());
      kinds.put("dense", !known.sparse());
      kinds.put("mla", known.latent());
      kinds.put("swa", known.windowed());
      kinds.put("hybrid", known.hybrid());
      kinds.put("multimodal", known.multimodal());
    }
    kinds.forEach((kind, is) -> classes.addAll(is ? List.of(kind) : List.of()));
    classes.add("engine:" + fitCase.known().text("vllm", "engine"));
    return classes;
  }
}
