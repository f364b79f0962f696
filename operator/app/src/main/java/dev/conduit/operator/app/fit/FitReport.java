// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.fit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.conduit.operator.core.estimate.Estimate;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Predictions beside measurements, and a summary of how far apart they are. */
public final class FitReport {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final double GIB = 1L << 30;

  private final List<Scored> cases;

  public FitReport(List<Scored> cases) {
    this.cases = List.copyOf(cases);
  }

  /** Runs the estimator over cases. */
  public static FitReport of(List<FitCase> cases, CaseReading reading) {
    return new FitReport(
        cases.stream().map(each -> new Scored(each, reading.read(each.known()))).toList());
  }

  public List<Scored> cases() {
    return cases;
  }

  /** One JSON object with {@code cases} and {@code summary}. */
  public String json() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("cases", cases.stream().map(FitReport::entry).toList());
    report.put("summary", summary());
    try {
      return JSON.writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("cannot write the report", e);
    }
  }

  private static Map<String, Object> entry(Scored scored) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("id", scored.fitCase().id());
    entry.put("model", scored.fitCase().known().text("", "model"));
    entry.put("classes", scored.classes());
    Map<String, Object> predicted = new LinkedHashMap<>();
    for (Figure figure : List.of(Figure.WEIGHTS_GIB, Figure.KV_GIB)) {
      predicted.put(
          figure.wireName(),
          scored.predicted(figure).stream().map(FitReport::round).boxed().findFirst().orElse(null));
    }
    predicted.put(
        "kv_tokens",
        scored.reading().estimate().kvTokens().stream().boxed().findFirst().orElse(null));
    predicted.put("fits", scored.fits().orElse(null));
    entry.put("predicted", predicted);
    entry.put("measured", scored.fitCase().measured().values());
    Map<String, Object> errors = new LinkedHashMap<>();
    for (Figure figure : Figure.values()) {
      scored.error(figure).ifPresent(error -> errors.put(figure.wireName(), round(error)));
    }
    entry.put("errors", errors);
    entry.put("breakdown", breakdown(scored));
    return entry;
  }

  private static Map<String, Object> breakdown(Scored scored) {
    Estimate estimate = scored.reading().estimate();
    Map<String, Object> parts = new LinkedHashMap<>();
    estimate.parts().forEach(part -> parts.put(part.name() + "_gib", round(part.bytes() / GIB)));
    estimate.budget().ifPresent(budget -> parts.put("budget_gib", round(budget / GIB)));
    parts.put("uncertainty_gib", round(estimate.uncertainty() / GIB));
    estimate.bytesPerToken().ifPresent(bytes -> parts.put("kv_bytes_per_token", bytes));
    parts.put("verdict", verdict(estimate.verdict()));
    parts.put("within_uncertainty", scored.isClose());
    List<String> notes = new ArrayList<>(estimate.notes());
    if (!scored.reading().remark().isEmpty()) {
      notes.add(scored.reading().remark());
    }
    parts.put("notes", notes.stream().distinct().toList());
    return parts;
  }

  private static String verdict(Estimate.Verdict verdict) {
    return switch (verdict) {
      case Estimate.Verdict.Fits(long spare) ->
          "fits with %.2f GiB to spare".formatted(spare / GIB);
      case Estimate.Verdict.Refused(long shortfall, String why) ->
          "refused, %.2f GiB short: %s".formatted(shortfall / GIB, why);
      case Estimate.Verdict.Unknown(String why) -> "unknown: " + why;
    };
  }

  private Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>();
    for (Figure figure : Figure.values()) {
      Map<String, Object> classes = new TreeMap<>();
      cases.stream()
          .flatMap(scored -> scored.classes().stream())
          .distinct()
          .filter(name -> errors(figure, name).count() > 0)
          .forEach(name -> classes.put(name, entry(errors(figure, name))));
      summary.put(figure.wireName(), classes);
    }
    summary.put("fits", new Verdicts(cases).entry());
    summary.put(
        "without_configuration",
        cases.stream()
            .filter(s -> s.reading().anatomy().isEmpty())
            .map(s -> s.fitCase().id())
            .toList());
    return summary;
  }

  /** Errors of a figure in a class. */
  public Errors errors(Figure figure, String name) {
    return new Errors(
        cases.stream()
            .filter(scored -> scored.classes().contains(name))
            .map(scored -> scored.error(figure))
            .filter(OptionalDouble::isPresent)
            .map(OptionalDouble::getAsDouble)
            .toList());
  }

  private static Map<String, Object> entry(Errors errors) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("cases", errors.count());
    entry.put("median", round(errors.quantile(0.5)));
    entry.put("mean", round(errors.mean()));
    entry.put("p90", round(errors.quantile(0.9)));
    entry.put("max", round(errors.max()));
    entry.put("within_1_percent", round(errors.within(0.01)));
    entry.put("within_5_percent", round(errors.within(0.05)));
    entry.put("within_10_percent", round(errors.within(0.10)));
    return entry;
  }

  private static double round(double value) {
    return Math.round(value * 1e4) / 1e4;
  }

  /** Whether the cases that can be judged were; by id. */
  public record Verdicts(List<Scored> cases) {
    /** Said to fit, and was refused. */
    public List<String> falseFits() {
      return ids(true, false, false);
    }

    /** Said to fit with more to spare than the uncertainty, and was refused. */
    public List<String> falseFitsBeyondUncertainty() {
      return ids(true, false, true);
    }

    /** Said to be refused, and served. */
    public List<String> falseRefuses() {
      return ids(false, true, false);
    }

    /** Refused by the engine. */
    public List<Scored> refused() {
      return cases.stream().filter(s -> s.measuredFits().equals(Optional.of(false))).toList();
    }

    /** Of these, said so. */
    public List<String> foretold() {
      return ids(false, false, false);
    }

    private List<String> ids(boolean said, boolean was, boolean certain) {
      return cases.stream()
          .filter(s -> s.fits().equals(Optional.of(said)))
          .filter(s -> s.measuredFits().equals(Optional.of(was)))
          .filter(s -> !certain || !s.isClose())
          .map(s -> s.fitCase().id())
          .toList();
    }

    Map<String, Object> entry() {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("judged", cases.stream().filter(s -> s.fits().isPresent()).count());
      entry.put("refused", refused().size());
      entry.put("refused_foretold", foretold());
      entry.put("false_fits", falseFits());
      entry.put("false_fits_beyond_uncertainty", falseFitsBeyondUncertainty());
      entry.put("false_refuses", falseRefuses());
      return entry;
    }
  }
}
