// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.DeviceKind;
import java.util.Comparator;
import java.util.List;

/**
 * Devices of one type on one node.
 *
 * @param type canonical name of the GPU, or {@code cpu}
 * @param devices at least one
 */
public record NodeDevices(
    String node, boolean simulated, DeviceKind kind, String type, List<Device> devices) {
  public NodeDevices {
    devices = List.copyOf(devices);
  }

  /** Of the smallest, which is what an engine over several is sized for. */
  public Bytes total() {
    return devices.stream().map(Device::total).min(Comparator.naturalOrder()).orElse(Bytes.ZERO);
  }
}
