// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.sidecar.app.config.SnapshotFile;
import dev.conduit.sidecar.app.ingress.Answers;
import dev.conduit.sidecar.app.telemetry.Meters;
import dev.conduit.sidecar.app.upstream.EndpointEvents;
import dev.conduit.sidecar.app.upstream.Fleet;
import dev.conduit.sidecar.app.upstream.LiveEndpoint;
import dev.conduit.sidecar.app.upstream.LiveTarget;
import dev.conduit.sidecar.core.classify.LengthClassifier;
import dev.conduit.sidecar.core.route.RouteTable;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * The state that all event loops share: the current snapshot, swapped as a whole, the number of
 * requests in flight, and whether the end has begun. Any thread.
 */
final class DataPlane implements SnapshotFile.Listener, EndpointEvents {
  private static final Logger LOG = Logger.getLogger(DataPlane.class);

  private final LongSupplier nanoTime;
  private final Meters meters;
  private final AtomicReference<Optional<Current>> current =
      new AtomicReference<>(Optional.empty());
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile boolean isDraining;

  /**
   * @param nanoTime the nano clock
   */
  DataPlane(MeterRegistry registry, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.meters = new Meters(registry, inFlight::get, this::snapshotAgeSeconds);
  }

  Meters meters() {
    return meters;
  }

  private long snapshotAgeSeconds() {
    return current
        .get()
        .map(c -> TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - c.since()))
        .orElse(0L);
  }

  Optional<Current> current() {
    return current.get();
  }

  Fleet fleet() {
    return current.get().map(Current::fleet).orElseGet(Fleet::empty);
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
  }

  @Override
  public void accepted(RoutingSnapshot snapshot) {
    RouteTable routes = new RouteTable(snapshot, new LengthClassifier(snapshot.classifier()));
    Fleet fleet = fleet().next(snapshot, name -> Optional.ofNullable(System.getenv(name)));
    Buffer models = Answers.models(routes.names());
    current.set(
        Optional.of(new Current(routes, fleet, models, snapshot.revision(), nanoTime.getAsLong())));
    meters.snapshotAccepted(snapshot, watched(fleet));
    LOG.infof(
        "snapshot accepted: policy=%s revision=%s targets=%d",
        snapshot.policy(), snapshot.revision(), snapshot.targets().size());
    for (String name : fleet.missingSecrets()) {
      LOG.warnf("credential missing: environmentVariable=%s", name);
    }
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

  @Override
  public void rejected(Path file, List<String> problems) {
    meters.snapshotRejected();
    LOG.warnf(
        "snapshot rejected, the last good one stays: file=%s problems=%s",
        file, String.join("; ", problems));
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
