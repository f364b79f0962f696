// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the one data plane of the process. */
@Singleton
class Shared {
  @Produces
  @Singleton
  DataPlane plane(MeterRegistry registry) {
    return new DataPlane(registry, System::nanoTime);
  }
}
