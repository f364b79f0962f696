// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.telemetry;

import dev.conduit.sidecar.core.meter.Bill;
import dev.conduit.sidecar.core.meter.Usage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The meters of one target and operation, resolved once. Any thread. */
public final class TargetMeters {
  /** Label value of what never got as far as a target. */
  static final String NONE = "none";

  private static final Duration[] OPERATION_BUCKETS = doubling(Duration.ofMillis(10), 14);
  private static final Duration[] CHUNK_BUCKETS = doubling(Duration.ofMillis(1), 14);
  private static final double[] TOKEN_BUCKETS = {
    1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864
  };

  private final MeterRegistry registry;
  private final Tags own;
  private final Timer duration;
  private final Timer firstChunk;
  private final Timer perChunk;
  private final Tokens input;
  private final Tokens output;
  private final Counter cached;
  private final Counter cost;
  private final Counter allHeavyCost;
  private final Counter noPrice;
  private final Counter noUsage;
  private final Map<String, Counter> outcomes = new ConcurrentHashMap<>();
  private final Map<String, Counter> retries = new ConcurrentHashMap<>();

  private record Tokens(Counter total, DistributionSummary perRequest) {
    void add(double count) {
      total.increment(count);
      perRequest.record(count);
    }
  }

  TargetMeters(MeterRegistry registry, String tier, String model, String operation) {
    this.registry = registry;
    this.own = Tags.of(Label.TIER.key(), tier, Label.MODEL.key(), model);
    Tags genAi =
        Tags.of(Label.OPERATION.key(), operation, Label.REQUEST_MODEL.key(), model)
            .and(Label.PROVIDER.key(), "openai");
    this.duration = timer(MetricName.OPERATION_DURATION, genAi, OPERATION_BUCKETS);
    this.firstChunk = timer(MetricName.FIRST_CHUNK, genAi, CHUNK_BUCKETS);
    this.perChunk = timer(MetricName.PER_CHUNK, genAi, CHUNK_BUCKETS);
    this.input = tokens("input", genAi);
    this.output = tokens("output", genAi);
    this.cached = counter(MetricName.CACHED_TOKENS, own);
    this.cost = counter(MetricName.COST, own);
    this.allHeavyCost = counter(MetricName.ALL_HEAVY_COST, own);
    this.noPrice = counter(MetricName.UNBILLED, own.and(Label.CAUSE.key(), "no_price"));
    this.noUsage = counter(MetricName.UNBILLED, own.and(Label.CAUSE.key(), "no_usage"));
  }

  /** The request ended in this way after so long. */
  public void ended(Ending ending, long nanos) {
    String outcome = ending.outcome();
    ending.usage().ifPresent(this::used);
    Counter counter = outcomes.get(outcome);
    if (counter == null) {
      counter =
          outcomes.computeIfAbsent(
              outcome, name -> counter(MetricName.REQUESTS, own.and(Label.OUTCOME.key(), name)));
    }
    counter.increment();
    duration.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** The first bytes of an answer came after so long. */
  public void firstChunk(long nanos) {
    firstChunk.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** A further chunk came after the one before. */
  public void nextChunk(long nanos) {
    perChunk.record(nanos, TimeUnit.NANOSECONDS);
  }

  private void used(Usage usage) {
    input.add((double) usage.inputTokens());
    if (usage.outputTokens() > 0) {
      output.add((double) usage.outputTokens());
    }
    cached.increment((double) usage.cachedTokens());
  }

  /** An answer was made and thrown away; it is no request that ended. */
  public void wasted(Usage usage, Bill bill) {
    used(usage);
    billed(bill);
  }

  /** An answer of the target is paid for. */
  public void billed(Bill bill) {
    cost.increment(bill.dollars());
    allHeavyCost.increment(bill.allHeavy());
    if (!bill.isPriced()) {
      noPrice.increment();
    }
  }

  /** The engine answered and did not say how many tokens that took, or was not let finish. */
  public void unbilled() {
    noUsage.increment();
  }

  /** An attempt on the target failed and another one follows. */
  public void retried(String cause) {
    retries
        .computeIfAbsent(
            cause, name -> counter(MetricName.RETRIES, own.and(Label.CAUSE.key(), name)))
        .increment();
  }

  private Tokens tokens(String type, Tags genAi) {
    DistributionSummary perRequest =
        DistributionSummary.builder(MetricName.TOKEN_USAGE.id())
            .description(MetricName.TOKEN_USAGE.description())
            .tags(genAi.and(Label.TOKEN_TYPE.key(), type))
            .serviceLevelObjectives(TOKEN_BUCKETS)
            .register(registry);
    return new Tokens(counter(MetricName.TOKENS, own.and(Label.TYPE.key(), type)), perRequest);
  }

  private Counter counter(MetricName name, Tags tags) {
    return Counter.builder(name.id()).description(name.description()).tags(tags).register(registry);
  }

  private Timer timer(MetricName name, Tags tags, Duration[] buckets) {
    return Timer.builder(name.id())
        .description(name.description())
        .tags(tags)
        .serviceLevelObjectives(buckets)
        .register(registry);
  }

  private static Duration[] doubling(Duration first, int count) {
    Duration[] buckets = new Duration[count];
    for (int i = 0; i < count; i++) {
      buckets[i] = first.multipliedBy(1L << i);
    }
    return buckets;
  }
}
