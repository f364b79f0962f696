// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.operator.core.engine.EngineCommand;
import dev.conduit.operator.core.observed.Device;
import java.util.List;

/**
 * A variant on devices of a node.
 *
 * @param command that starts it
 * @param revision hash of everything that makes up the engine but port and place
 */
public record Place(
    String node, List<Device> devices, Variant variant, EngineCommand command, String revision) {
  public Place {
    devices = List.copyOf(devices);
  }

  public List<String> deviceIds() {
    return devices.stream().map(Device::id).toList();
  }
}
