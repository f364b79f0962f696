// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import dev.conduit.sidecar.app.config.SidecarConfig;
import dev.conduit.sidecar.app.learning.Place;
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
  SnapshotSources sources(DataPlane plane, SidecarConfig config) {
    SnapshotSources sources = new SnapshotSources(plane);
    plane.lessons().into(new Place(config.data(), config.maxOutcomes()), sources::relearned);
    return sources;
  }
}
