// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.wiring;

import dev.conduit.operator.controller.gather.ClusterWatch;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the cluster was seen as a whole; a standby is ready too. */
@Readiness
@Singleton
final class WatchHealth implements HealthCheck {
  private final ClusterWatch watch;

  WatchHealth(ClusterWatch watch) {
    this.watch = watch;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("cluster watches").status(watch.isComplete()).build();
  }
}
