// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * The probes. None asks a model: an application must not be held back because an engine loads, and
 * a kubelet must not restart a data plane because an engine died.
 */
@Singleton
class Probes {
  private final Lifecycle lifecycle;
  private final DataPlane plane;
  private final SnapshotSources sources;

  Probes(Lifecycle lifecycle, DataPlane plane, SnapshotSources sources) {
    this.lifecycle = lifecycle;
    this.plane = plane;
    this.sources = sources;
  }

  @Produces
  @Singleton
  @Liveness
  HealthCheck alive() {
    return () -> HealthCheckResponse.named("process").up().build();
  }

  @Produces
  @Singleton
  @Startup
  HealthCheck listening() {
    return () ->
        HealthCheckResponse.named("listening")
            .status(lifecycle.port() > 0)
            .withData("port", lifecycle.port())
            .build();
  }

  @Produces
  @Singleton
  @Readiness
  HealthCheck routing() {
    return () ->
        HealthCheckResponse.named("snapshot")
            .status(lifecycle.port() > 0 && plane.current().isPresent() && !plane.isDraining())
            .withData("revision", plane.current().map(Current::revision).orElse("none yet"))
            .withData("source", plane.current().map(c -> c.origin().label()).orElse("none yet"))
            .withData("ageSeconds", plane.snapshotAgeSeconds())
            .withData("discovery", sources.streamState())
            .withData("draining", plane.isDraining())
            .build();
  }
}
