// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.engine.EngineOrder;
import dev.conduit.operator.core.fit.Breakdown;
import dev.conduit.operator.core.fit.Parallelism;
import dev.conduit.operator.core.observed.DeviceKind;
import java.util.Optional;

/**
 * One way to run a replica on devices of one class.
 *
 * @param deviceType such as {@code H100-80GB}, or {@code cpu}
 * @param deviceTotal bytes that it was sized for
 * @param split over devices
 * @param charge bytes per device
 * @param breakdown of the charge; empty for an engine that we cannot size
 * @param sized what the engine is told of it; empty for an engine that we cannot size
 */
public record Variant(
    DeviceKind kind,
    String deviceType,
    Bytes deviceTotal,
    Parallelism split,
    Bytes charge,
    Optional<Breakdown> breakdown,
    Optional<EngineOrder.Sized> sized) {

  /** Devices of one replica. */
  int devices() {
    return split.devices();
  }

  /** Bytes of GPU memory that it takes away from others; none for processors. */
  long memory() {
    return kind == DeviceKind.CPU ? 0 : deviceTotal.value() * devices();
  }
}
