// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Makes the one data plane of the process, and what feeds it. */
@Singleton
class Shared {
  @Produces
  @Singleton
  DataPlane plane(MeterRegistry registry) {
    return new DataPlane(registry, System::nanoTime, InstantSource.system());
  }

  @Produces
  @Singleton
  SnapshotSources sources(DataPlane plane) {
    return new SnapshotSources(plane);
  }
}
