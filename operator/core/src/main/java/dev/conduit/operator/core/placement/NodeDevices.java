// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.DeviceKind;
import dev.conduit.operator.core.observed.Node;
import java.util.Comparator;
import java.util.List;

/**
 * Devices of one type on one node.
 *
 * @param host that they are in
 * @param type canonical name of the GPU, or {@code cpu}
 * @param devices at least one
 */
public record NodeDevices(Node host, DeviceKind kind, String type, List<Device> devices) {
  public NodeDevices {
    devices = List.copyOf(devices);
  }

  /** Name of the node. */
  public String node() {
    return host.name();
  }

  public boolean simulated() {
    return host.simulated();
  }

  /** Of the smallest, which is what an engine over several is sized for. */
  public Bytes total() {
    return devices.stream().map(Device::total).min(Comparator.naturalOrder()).orElse(Bytes.ZERO);
  }
}
