// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.operator.core.observed.Device;
import java.util.List;

/** A variant on the devices of a node. */
public record Place(String node, List<Device> devices, Variant variant) {
  public Place {
    devices = List.copyOf(devices);
  }

  public List<String> deviceIds() {
    return devices.stream().map(Device::id).toList();
  }
}
