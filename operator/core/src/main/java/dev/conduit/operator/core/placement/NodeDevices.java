// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.DeviceKind;
import dev.conduit.operator.core.observed.Node;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Devices of one type on one node.
 *
 * @param host that they are in
 * @param deviceClass that they are of
 * @param devices at least one
 */
record NodeDevices(Node host, DeviceClass deviceClass, List<Device> devices) {
  static final Comparator<NodeDevices> ORDER =
      Comparator.comparing(NodeDevices::node).thenComparing(NodeDevices::type);

  NodeDevices {
    devices = List.copyOf(devices);
  }

  /**
   * @param type canonical name of the GPU, or {@code cpu}
   */
  static NodeDevices of(Node host, String type, List<Device> devices, Pricing pricing) {
    DeviceKind kind = devices.getFirst().kind();
    Bytes total =
        devices.stream().map(Device::total).min(Comparator.naturalOrder()).orElse(Bytes.ZERO);
    boolean besideGpus =
        kind == DeviceKind.CPU
            && host.devices().stream().anyMatch(device -> device.kind() == DeviceKind.GPU);
    return new NodeDevices(
        host,
        new DeviceClass(
            kind,
            type,
            total,
            devices.size(),
            host.simulated(),
            besideGpus,
            host.spot(),
            pricing.of(host, type, devices)),
        devices);
  }

  /** The same, its class one object with those that are equal to it: what is one is found fast. */
  NodeDevices ofOneOf(Map<DeviceClass, DeviceClass> classes) {
    return new NodeDevices(
        host, classes.computeIfAbsent(deviceClass, Function.identity()), devices);
  }

  /** Name of the node. */
  String node() {
    return host.name();
  }

  DeviceKind kind() {
    return deviceClass.kind();
  }

  String type() {
    return deviceClass.type();
  }
}
