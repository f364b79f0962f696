// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import dev.conduit.contract.Bytes;
import dev.conduit.sidecar.app.config.ParentWatch;
import dev.conduit.sidecar.app.config.SidecarConfig;
import dev.conduit.sidecar.app.config.SnapshotFile;
import dev.conduit.sidecar.app.ingress.BodyBudget;
import dev.conduit.sidecar.app.telemetry.Traces;
import dev.conduit.sidecar.app.upstream.HealthChecks;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Start and end of the process. Its methods run on the main thread and may block. */
@Singleton
class Lifecycle {
  private static final Logger LOG = Logger.getLogger(Lifecycle.class);
  private static final Duration DRAIN_POLL = Duration.ofMillis(20);

  private final Vertx vertx;
  private final SidecarConfig config;
  private final DataPlane plane;
  private final Traces traces;
  private final SnapshotSources sources;
  private final SnapshotFile snapshots;
  private final AtomicInteger port = new AtomicInteger(-1);
  private AutoCloseable stream = () -> {};

  Lifecycle(
      Vertx vertx,
      SidecarConfig config,
      DataPlane plane,
      SnapshotSources sources,
      OpenTelemetry telemetry,
      @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean isTracingOff) {
    this.vertx = vertx;
    this.config = config;
    this.plane = plane;
    this.traces = isTracingOff ? Traces.off() : Traces.to(telemetry);
    this.sources = sources;
    this.snapshots = new SnapshotFile(config.snapshotFile(), sources);
  }

  void start(@Observes StartupEvent event) throws Exception {
    snapshots.start();
    if (config.discoveryAddress().isPresent()) {
      stream = Discovery.start(vertx, config, config.discoveryAddress().get(), sources);
    }
    if (plane.current().isEmpty()) {
      LOG.warnf("no snapshot yet, requests get 503 until there is: file=%s", config.snapshotFile());
    }
    BodyBudget budget = new BodyBudget(new Bytes(config.maxBufferedBytes()));
    DeploymentOptions options = new DeploymentOptions().setInstances(config.eventLoops());
    CompletableFuture<String> deployed =
        vertx
            .deployVerticle(() -> new DataPort(config, plane, traces, budget, port::set), options)
            .toCompletionStage()
            .toCompletableFuture();
    deployed.get(10, TimeUnit.SECONDS);
    vertx.runOnContext(_ -> healthChecks().start());
    String parent = System.getenv(ParentWatch.VARIABLE);
    if (parent != null) {
      ParentWatch.start(Long.parseLong(parent), Quarkus::asyncExit);
    }
    LOG.infof("listening: url=http://%s:%d/v1", config.listenHost(), port.get());
  }

  private HealthChecks healthChecks() {
    var client = vertx.createHttpClient(DataPort.clientOptions());
    return new HealthChecks(vertx, client, plane::fleet, System::nanoTime, plane);
  }

  void stop(@Observes ShutdownEvent event) throws Exception {
    plane.drain();
    long end = System.nanoTime() + config.shutdownTimeout().toNanos();
    while (plane.inFlight() > 0 && System.nanoTime() - end < 0) {
      Thread.sleep(DRAIN_POLL);
    }
    LOG.infof("drained: inFlight=%d", plane.inFlight());
    stream.close();
    snapshots.close();
    plane.lessons().stop();
  }

  /** The port of the OpenAI API; -1 before it listens. */
  int port() {
    return port.get();
  }
}
