// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.engine.EngineCommand;
import dev.conduit.operator.core.fit.Breakdown;
import dev.conduit.operator.core.fit.Parallelism;
import dev.conduit.operator.core.observed.DeviceKind;
import java.util.Optional;

/**
 * One way to run a replica on devices of one size.
 *
 * @param deviceType such as {@code H100-80GB}, or {@code cpu}
 * @param deviceTotal bytes that it was sized for
 * @param split over devices
 * @param charge bytes per device
 * @param breakdown of the charge; empty for an engine that we cannot size
 * @param command to start
 * @param revision hash of the command
 */
public record Variant(
    DeviceKind kind,
    String deviceType,
    Bytes deviceTotal,
    Parallelism split,
    Bytes charge,
    Optional<Breakdown> breakdown,
    EngineCommand command,
    String revision) {}
