// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.telemetry;

import dev.conduit.contract.Classifier.ScoreThreshold;
import dev.conduit.contract.Tier;
import dev.conduit.sidecar.core.classify.Classification;
import dev.conduit.sidecar.core.route.Judged;
import dev.conduit.sidecar.learning.Source;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;

/** What the classifier says, counted: tiers, scores, how far they drift. Any thread. */
public final class ClassifierMeters {
  private static final double[] SCORE_BUCKETS = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1};

  private static final List<String> RESULTS = List.of("better", "kept", "too_early");

  private final MeterRegistry registry;
  private final DistributionSummary score;
  private final MultiGauge info;
  private final MultiGauge threshold;
  private final MultiGauge kept;
  private final Map<Tier, ByBasis> tiers = new ConcurrentHashMap<>();
  private final AtomicReference<Optional<Recent>> recent = new AtomicReference<>(Optional.empty());

  private record ByBasis(Counter length, Counter score, Counter unfamiliar) {}

  private record Recent(String revision, ScoreWindow window) {}

  /**
   * A model of complexity.
   *
   * @param quantiles of the scores of its training
   */
  @SuppressWarnings("ArrayRecordComponent") // It is the model's own, and read once.
  public record Model(
      String policy, String revision, List<ScoreThreshold> thresholds, float[] quantiles) {}

  ClassifierMeters(MeterRegistry registry) {
    this.registry = registry;
    this.score =
        DistributionSummary.builder(MetricName.SCORE.id())
            .description(MetricName.SCORE.description())
            .serviceLevelObjectives(SCORE_BUCKETS)
            .register(registry);
    this.info = multi(MetricName.CLASSIFIER_INFO);
    this.threshold = multi(MetricName.THRESHOLD);
    this.kept = multi(MetricName.OUTCOMES_KEPT);
    Gauge.builder(MetricName.DRIFT.id(), this, ClassifierMeters::drift)
        .description(MetricName.DRIFT.description())
        .strongReference(true)
        .register(registry);
  }

  /** A model came into use. Scores go on being counted where it is the one from before. */
  public void uses(Model model) {
    Tags policy = Tags.of(Label.POLICY.key(), model.policy());
    info.register(
        List.of(MultiGauge.Row.of(policy.and(Label.REVISION.key(), model.revision()), 1)), true);
    threshold.register(
        model.thresholds().stream()
            .<MultiGauge.Row<?>>map(
                one ->
                    MultiGauge.Row.of(
                        policy.and(Label.TIER.key(), one.tier().name()), one.minScore()))
            .toList(),
        true);
    boolean isSame = recent.get().filter(r -> r.revision().equals(model.revision())).isPresent();
    if (!isSame) {
      ScoreWindow window = new ScoreWindow(model.quantiles());
      recent.set(Optional.of(new Recent(model.revision(), window)));
    }
  }

  /** The policy asks for no model. */
  public void usesNone() {
    info.register(List.of(), true);
    threshold.register(List.of(), true);
    recent.set(Optional.empty());
  }

  /** A policy learns from outcomes; so many are kept. What is counted of it begins with 0. */
  public void learnsFrom(String policy, IntSupplier outcomes) {
    Tags tags = Tags.of(Label.POLICY.key(), policy);
    kept.register(List.of(MultiGauge.Row.of(tags, outcomes::getAsInt)), true);
    for (Source source : Source.values()) {
      outcomes(source, true);
      outcomes(source, false);
    }
    RESULTS.forEach(this::lessons);
  }

  /** An outcome came; {@code agrees} when the tier that answered was the right one. */
  public void outcome(Source from, boolean agrees) {
    outcomes(from, agrees).increment();
  }

  /** A lesson ended: {@code better}, {@code kept} or {@code too_early}. */
  public void lesson(String result) {
    lessons(result).increment();
  }

  private Counter outcomes(Source from, boolean agrees) {
    return Counter.builder(MetricName.OUTCOMES.id())
        .description(MetricName.OUTCOMES.description())
        .tags(Label.SOURCE.key(), from.label(), Label.AGREES.key(), Boolean.toString(agrees))
        .register(registry);
  }

  private Counter lessons(String result) {
    return Counter.builder(MetricName.LESSONS.id())
        .description(MetricName.LESSONS.description())
        .tag(Label.RESULT.key(), result)
        .register(registry);
  }

  /** The classifier had its say. */
  void judged(Judged judged) {
    Classification answer = judged.answer();
    ByBasis own = tiers.get(answer.tier());
    ByBasis counters = own != null ? own : tiers.computeIfAbsent(answer.tier(), this::counters);
    switch (answer.basis()) {
      case LENGTH -> counters.length().increment();
      case SCORE -> counters.score().increment();
      case UNFAMILIAR -> counters.unfamiliar().increment();
    }
    if (answer.basis().isScored()) {
      score.record(answer.score());
      recent.get().ifPresent(r -> r.window().add(answer.own()));
    }
  }

  private ByBasis counters(Tier tier) {
    return new ByBasis(
        counter(tier, "length"), counter(tier, "score"), counter(tier, "unfamiliar"));
  }

  private Counter counter(Tier tier, String basis) {
    return Counter.builder(MetricName.CLASSIFICATIONS.id())
        .description(MetricName.CLASSIFICATIONS.description())
        .tags(Label.TIER.key(), tier.name(), Label.BASIS.key(), basis)
        .register(registry);
  }

  private double drift() {
    return recent.get().map(r -> r.window().drift()).orElse(Double.NaN);
  }

  private MultiGauge multi(MetricName name) {
    return MultiGauge.builder(name.id()).description(name.description()).register(registry);
  }
}
