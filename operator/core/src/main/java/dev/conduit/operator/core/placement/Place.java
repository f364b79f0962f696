// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.operator.core.engine.EngineCommand;
import dev.conduit.operator.core.observed.Device;
import java.util.List;
import java.util.Optional;

/**
 * A variant on devices of a node.
 *
 * @param zone of the node; empty when unknown
 * @param spot whether the node can be taken away at any time
 * @param command that starts it
 * @param revision hash of everything that makes up the engine but port and place
 * @param hourlyCost in US dollars; empty when no price is known
 */
public record Place(
    String node,
    String zone,
    boolean spot,
    List<Device> devices,
    Variant variant,
    EngineCommand command,
    String revision,
    Optional<Double> hourlyCost) {
  public Place {
    devices = List.copyOf(devices);
  }

  public List<String> deviceIds() {
    return devices.stream().map(Device::id).toList();
  }
}
