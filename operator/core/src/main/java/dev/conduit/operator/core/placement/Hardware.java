// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.operator.core.engine.EngineAdapter;
import dev.conduit.operator.core.model.GpuCatalogue;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.DeviceKind;
import dev.conduit.operator.core.observed.Inventory;
import dev.conduit.operator.core.observed.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The inventory as the placement sees it: devices by node and canonical type, sorted by node. */
public final class Hardware {
  private final List<NodeDevices> groups;

  private Hardware(List<NodeDevices> groups) {
    this.groups = groups;
  }

  public static Hardware of(Inventory inventory, GpuCatalogue catalogue) {
    List<NodeDevices> groups = new ArrayList<>();
    for (Node node : inventory.nodes()) {
      Map<String, List<Device>> byType = new TreeMap<>();
      for (Device device : node.devices()) {
        String type = device.kind() == DeviceKind.CPU ? "cpu" : catalogue.nameOf(device.product());
        byType.computeIfAbsent(type, unused -> new ArrayList<>()).add(device);
      }
      byType.forEach(
          (type, devices) ->
              groups.add(new NodeDevices(node, devices.getFirst().kind(), type, devices)));
    }
    groups.sort(Comparator.comparing(NodeDevices::node).thenComparing(NodeDevices::type));
    return new Hardware(List.copyOf(groups));
  }

  /** Where an engine with such a home may run. */
  public List<NodeDevices> homesFor(EngineAdapter.Home home) {
    return switch (home) {
      case CPU -> real(DeviceKind.CPU);
      case GPU -> real(DeviceKind.GPU);
      case SIMULATED_GPU ->
          groups.stream().filter(g -> g.simulated() && g.kind() == DeviceKind.GPU).toList();
      case GPU_OR_CPU ->
          real(DeviceKind.GPU).isEmpty() ? real(DeviceKind.CPU) : real(DeviceKind.GPU);
    };
  }

  /** Whether a node's GPUs are only pretended. */
  public boolean isSimulated(String node) {
    return groups.stream().anyMatch(group -> group.node().equals(node) && group.simulated());
  }

  /** Everything there is. */
  List<NodeDevices> groups() {
    return groups;
  }

  private List<NodeDevices> real(DeviceKind kind) {
    return groups.stream().filter(g -> !g.simulated() && g.kind() == kind).toList();
  }
}
