// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.telemetry;

import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Target;
import dev.conduit.sidecar.core.exchange.Api;
import dev.conduit.sidecar.core.route.RouteTable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** All metrics of the data plane. Any thread. */
public final class Meters {
  private static final Duration[] DECISION_BUCKETS = {
    Duration.ofNanos(1_000),
    Duration.ofNanos(5_000),
    Duration.ofNanos(10_000),
    Duration.ofNanos(20_000),
    Duration.ofNanos(50_000),
    Duration.ofNanos(100_000),
    Duration.ofNanos(200_000),
    Duration.ofNanos(500_000),
    Duration.ofNanos(1_000_000),
    Duration.ofNanos(10_000_000)
  };

  /** Up to the longest limit that a policy may set. */
  private static final Duration[] WAIT_BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(20),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(200),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10)
  };

  private final MeterRegistry registry;
  private final Timer decision;
  private final Timer overhead;
  private final AtomicLong rejected = new AtomicLong();
  private final AtomicLong accepted = new AtomicLong();
  private final MultiGauge endpointReady;
  private final MultiGauge endpointInFlight;
  private final MultiGauge info;
  private final ClassifierMeters classifier;
  private final CascadeMeters cascade;
  private final PairMeters pairs;
  private final Map<Key, TargetMeters> targets = new ConcurrentHashMap<>();

  private record Key(String tier, String model, Api api) {}

  /** An endpoint to be watched: its names, and where its state can be read. */
  public record WatchedEndpoint(
      String target, String endpoint, IntSupplier ready, IntSupplier inFlight) {}

  /**
   * @param inFlight requests that have not ended
   * @param snapshotAgeSeconds of the current snapshot; 0 when there is none
   */
  public Meters(MeterRegistry registry, IntSupplier inFlight, LongSupplier snapshotAgeSeconds) {
    this.registry = registry;
    this.cascade = new CascadeMeters(registry);
    this.pairs = new PairMeters(registry);
    this.decision = timer(MetricName.DECISION_DURATION, DECISION_BUCKETS);
    this.overhead = timer(MetricName.OVERHEAD, DECISION_BUCKETS);
    count(MetricName.SNAPSHOT_REJECTED, rejected);
    count(MetricName.SNAPSHOT_ACCEPTED, accepted);
    this.endpointReady = multi(MetricName.ENDPOINT_READY);
    this.endpointInFlight = multi(MetricName.ENDPOINT_IN_FLIGHT);
    this.info = multi(MetricName.SNAPSHOT_INFO);
    this.classifier = new ClassifierMeters(registry);
    Gauge.builder(MetricName.SAVED.id(), registry, Meters::saved)
        .description(MetricName.SAVED.description())
        .register(registry);
    MetricName gauge = MetricName.REQUESTS_IN_FLIGHT;
    Gauge.builder(gauge.id(), inFlight, IntSupplier::getAsInt)
        .description(gauge.description())
        .strongReference(true)
        .register(registry);
    TimeGauge.builder(
            MetricName.SNAPSHOT_AGE.id(),
            snapshotAgeSeconds,
            TimeUnit.SECONDS,
            LongSupplier::getAsLong)
        .description(MetricName.SNAPSHOT_AGE.description())
        .strongReference(true)
        .register(registry);
  }

  /** The meters of a target. */
  public TargetMeters of(Target target, Api api) {
    return of(target.tier().name(), target.model(), api);
  }

  /** The meters of requests that got to no target. */
  public TargetMeters none(Api api) {
    return of(TargetMeters.NONE, TargetMeters.NONE, api);
  }

  private TargetMeters of(String tier, String model, Api api) {
    Key key = new Key(tier, model, api);
    TargetMeters known = targets.get(key);
    return known != null
        ? known
        : targets.computeIfAbsent(
            key, _ -> new TargetMeters(registry, tier, model, api.operation()));
  }

  private static double saved(MeterRegistry registry) {
    return sum(registry, MetricName.ALL_HEAVY_COST)
        - sum(registry, MetricName.COST)
        - sum(registry, MetricName.PAIR_COST);
  }

  private static double sum(MeterRegistry registry, MetricName name) {
    return registry.find(name.id()).counters().stream().mapToDouble(Counter::count).sum();
  }

  /** Routing took so long; the classifier said that, if it was asked. */
  public void decided(long nanos, RouteTable.Decided decided) {
    decision.record(nanos, TimeUnit.NANOSECONDS);
    if (decided.judged().isPresent()) {
      classifier.judged(decided.judged().get());
    }
  }

  /** The meters of the classifier. */
  public ClassifierMeters classifier() {
    return classifier;
  }

  /** A request left for an engine so long after it was complete. */
  public void departed(long nanos) {
    overhead.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** A snapshot was kept out. */
  public void snapshotRejected() {
    rejected.incrementAndGet();
  }

  /** A stream is wanted from now on. */
  public void discoveryWanted(BooleanSupplier isConnected) {
    MetricName name = MetricName.DISCOVERY_CONNECTED;
    Gauge.builder(name.id(), isConnected, one -> one.getAsBoolean() ? 1 : 0)
        .description(name.description())
        .strongReference(true)
        .register(registry);
  }

  /**
   * A snapshot came into use; its endpoints replace those watched so far.
   *
   * @param source one word for the way it came
   */
  public void snapshotAccepted(
      RoutingSnapshot snapshot, String source, List<WatchedEndpoint> endpoints) {
    accepted.incrementAndGet();
    List<MultiGauge.Row<?>> ready = new ArrayList<>();
    List<MultiGauge.Row<?>> inFlight = new ArrayList<>();
    for (WatchedEndpoint one : endpoints) {
      Tags tags = Tags.of(Label.TARGET.key(), one.target(), Label.ENDPOINT.key(), one.endpoint());
      ready.add(MultiGauge.Row.of(tags, one.ready()::getAsInt));
      inFlight.add(MultiGauge.Row.of(tags, one.inFlight()::getAsInt));
    }
    endpointReady.register(ready, true);
    endpointInFlight.register(inFlight, true);
    Tags policy = Tags.of(Label.POLICY.key(), snapshot.policy().toString());
    Tags revision = policy.and(Label.REVISION.key(), snapshot.revision());
    Tags all = revision.and(Label.SOURCE.key(), source);
    info.register(List.of(MultiGauge.Row.of(all, 1)), true);
  }

  /** Of answers that lighter tiers give first. */
  public CascadeMeters cascade() {
    return cascade;
  }

  /** Of answers that both tiers give. */
  public PairMeters pairs() {
    return pairs;
  }

  /** The policy's own classifier was asked, or was not to be; a request waited for so long. */
  public void consulted(String result, long nanos) {
    Counter.builder(MetricName.CLASSIFIER_QUESTIONS.id())
        .description(MetricName.CLASSIFIER_QUESTIONS.description())
        .tag(Label.RESULT.key(), result)
        .register(registry)
        .increment();
    timer(MetricName.CLASSIFIER_WAIT, WAIT_BUCKETS).record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(MetricName name, Duration... buckets) {
    return Timer.builder(name.id())
        .description(name.description())
        .serviceLevelObjectives(buckets)
        .register(registry);
  }

  /** Counted here, because the first snapshot may come before the registry has an exporter. */
  private void count(MetricName name, AtomicLong value) {
    FunctionCounter.builder(name.id(), value, AtomicLong::doubleValue)
        .description(name.description())
        .register(registry);
  }

  private MultiGauge multi(MetricName name) {
    return MultiGauge.builder(name.id()).description(name.description()).register(registry);
  }
}
