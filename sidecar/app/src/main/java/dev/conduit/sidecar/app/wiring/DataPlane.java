// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.sidecar.app.ingress.Answers;
import dev.conduit.sidecar.app.learning.School;
import dev.conduit.sidecar.app.telemetry.ClassifierMeters;
import dev.conduit.sidecar.app.telemetry.Meters;
import dev.conduit.sidecar.app.upstream.EndpointEvents;
import dev.conduit.sidecar.app.upstream.Fleet;
import dev.conduit.sidecar.app.upstream.LiveEndpoint;
import dev.conduit.sidecar.app.upstream.LiveTarget;
import dev.conduit.sidecar.core.classify.Classifier;
import dev.conduit.sidecar.core.classify.ComplexityClassifier;
import dev.conduit.sidecar.core.classify.LengthClassifier;
import dev.conduit.sidecar.core.classify.LinearModel;
import dev.conduit.sidecar.core.classify.ShippedModel;
import dev.conduit.sidecar.core.classify.Workspace;
import dev.conduit.sidecar.core.meter.Tariff;
import dev.conduit.sidecar.core.route.RouteTable;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * The state that all event loops share: the current snapshot, swapped as a whole, the number of
 * requests in flight, and whether the end has begun. Any thread.
 */
final class DataPlane implements EndpointEvents {
  private static final Logger LOG = Logger.getLogger(DataPlane.class);

  /** One for each event loop; requests are judged one after the other there. */
  private static final ThreadLocal<Workspace> WORKSPACES = ThreadLocal.withInitial(Workspace::new);

  private final LongSupplier nanoTime;
  private final InstantSource clock;
  private final Meters meters;
  private final AtomicReference<Optional<Current>> current =
      new AtomicReference<>(Optional.empty());
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicLong confirmedAt;
  private final Conversations conversations = new Conversations();
  private final Lessons lessons;
  private final PairLedger pairs;
  private final List<Runnable> onDrain = new CopyOnWriteArrayList<>();
  private volatile boolean isDraining;

  /**
   * @param nanoTime the nano clock, for all that lasts
   * @param clock for the age of a snapshot that was issued before this process began
   */
  DataPlane(MeterRegistry registry, LongSupplier nanoTime, InstantSource clock) {
    this.nanoTime = nanoTime;
    this.clock = clock;
    this.confirmedAt = new AtomicLong(nanoTime.getAsLong());
    this.meters = new Meters(registry, inFlight::get, this::snapshotAgeSeconds);
    this.lessons = new Lessons(meters, nanoTime);
    this.pairs = new PairLedger(nanoTime);
  }

  Meters meters() {
    return meters;
  }

  /** Since the current snapshot was known to be the latest; 0 when there is none. */
  long snapshotAgeSeconds() {
    long now = nanoTime.getAsLong();
    return current
        .get()
        .map(c -> Math.min(now - c.asOf(), now - confirmedFor(c)))
        .map(TimeUnit.NANOSECONDS::toSeconds)
        .orElse(0L);
  }

  private long confirmedFor(Current c) {
    return c.origin() == Current.Origin.STREAM ? confirmedAt.get() : c.asOf();
  }

  Optional<Current> current() {
    return current.get();
  }

  Fleet fleet() {
    return current.get().map(Current::fleet).orElseGet(Fleet::empty);
  }

  Conversations conversations() {
    return conversations;
  }

  int inFlight() {
    return inFlight.get();
  }

  void entered() {
    inFlight.incrementAndGet();
  }

  void left() {
    inFlight.decrementAndGet();
  }

  boolean isDraining() {
    return isDraining;
  }

  void drain() {
    isDraining = true;
    onDrain.forEach(Runnable::run);
  }

  /** To be called when the end begins; on whatever thread. */
  void onDrain(Runnable call) {
    onDrain.add(call);
  }

  PairLedger pairs() {
    return pairs;
  }

  /** Takes a valid snapshot into use. One call at a time: {@link SnapshotSources} sees to that. */
  void take(RoutingSnapshot snapshot, Current.Origin origin) {
    RouteTable routes = new RouteTable(snapshot, classifier(snapshot));
    Fleet fleet = fleet().next(snapshot, name -> Optional.ofNullable(System.getenv(name)));
    Buffer models = Answers.models(routes.names());
    confirmed();
    current.set(
        Optional.of(
            new Current(
                snapshot,
                origin,
                routes,
                fleet,
                Tariff.of(snapshot),
                models,
                asOf(snapshot, origin))));
    snapshot.classifier().pairs().ifPresent(_ -> meters.pairs().watches(snapshot.targets()));
    meters.snapshotAccepted(snapshot, origin.label(), watched(fleet));
    LOG.infof(
        "snapshot accepted: policy=%s revision=%s targets=%d source=%s",
        snapshot.policy(), snapshot.revision(), snapshot.targets().size(), origin.label());
    for (String name : fleet.missingSecrets()) {
      LOG.warnf("credential missing: environmentVariable=%s", name);
    }
  }

  private Classifier classifier(RoutingSnapshot snapshot) {
    if (!ComplexityClassifier.isWanted(snapshot.classifier())) {
      meters.classifier().usesNone();
      return new LengthClassifier(snapshot.classifier());
    }
    LinearModel model = model(snapshot);
    Classifier made =
        new ComplexityClassifier(snapshot.classifier(), snapshot.tiers(), model, WORKSPACES::get);
    meters
        .classifier()
        .uses(
            new ClassifierMeters.Model(
                snapshot.policy().toString(),
                model.revision(),
                made.thresholds(),
                model.calibration().quantiles()));
    return made;
  }

  private LinearModel model(RoutingSnapshot snapshot) {
    Optional<School> school = lessons.of(snapshot);
    if (school.isEmpty()) {
      return Shipped.MODEL;
    }
    String policy = snapshot.policy().toString();
    meters.classifier().learnsFrom(policy, () -> school.get().outcomes(policy));
    return school.get().model(policy, snapshot.classifier());
  }

  Lessons lessons() {
    return lessons;
  }

  /** The model of the current policy may be another one now. Not together with {@link #take}. */
  void relearned() {
    current
        .get()
        .ifPresent(
            c ->
                current.set(
                    Optional.of(
                        new Current(
                            c.snapshot(),
                            c.origin(),
                            new RouteTable(c.snapshot(), classifier(c.snapshot())),
                            c.fleet(),
                            c.tariff(),
                            c.models(),
                            c.asOf()))));
  }

  /** Read when the first policy asks for complexity, and then kept. */
  private static final class Shipped {
    static final LinearModel MODEL = ShippedModel.load();
  }

  /** A file may hold what was issued long ago; a stream tells what is the latest now. */
  private long asOf(RoutingSnapshot snapshot, Current.Origin origin) {
    long now = nanoTime.getAsLong();
    if (origin == Current.Origin.STREAM || snapshot.issuedAt().isEmpty()) {
      return now;
    }
    Instant issued = snapshot.issuedAt().get();
    return now - Math.max(0, ChronoUnit.NANOS.between(issued, clock.instant()));
  }

  /** The control plane says that a streamed snapshot is the latest. */
  void confirmed() {
    confirmedAt.set(nanoTime.getAsLong());
  }

  private static List<Meters.WatchedEndpoint> watched(Fleet fleet) {
    List<Meters.WatchedEndpoint> all = new ArrayList<>();
    for (LiveTarget target : fleet.targets()) {
      for (LiveEndpoint one : target.endpoints()) {
        all.add(
            new Meters.WatchedEndpoint(
                target.toString(), one.id(), () -> one.isReady() ? 1 : 0, one::inFlight));
      }
    }
    return all;
  }

  /**
   * A snapshot must not be used.
   *
   * @param source where it came from, for people
   */
  void reject(String source, List<String> problems) {
    meters.snapshotRejected();
    LOG.warnf(
        "snapshot rejected, the last good one stays: source=%s problems=%s",
        source, String.join("; ", problems));
  }

  @Override
  public void wentOut(String endpoint, String cause) {
    LOG.infof("endpoint out: endpoint=%s cause=%s", endpoint, cause);
  }

  @Override
  public void cameBack(String endpoint) {
    LOG.infof("endpoint back: endpoint=%s", endpoint);
  }
}
