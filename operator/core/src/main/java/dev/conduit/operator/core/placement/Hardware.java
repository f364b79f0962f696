// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.operator.core.engine.EngineAdapter;
import dev.conduit.operator.core.model.GpuCatalogue;
import dev.conduit.operator.core.model.GpuType;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.DeviceKind;
import dev.conduit.operator.core.observed.Inventory;
import dev.conduit.operator.core.observed.Node;
import dev.conduit.operator.core.observed.Prices;
import dev.conduit.operator.core.observed.Provider;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The inventory as the placement sees it: devices by node and canonical type, sorted by node. */
public final class Hardware {
  private final Sizes sizes;
  private final Starts starts;
  private final GpuCatalogue catalogue;
  private final Prices prices;
  private final boolean paid;
  private final List<NodeDevices> groups;
  private final Layout layout;
  private final Map<List<Object>, Options> options = new HashMap<>();

  /** The same of the very same workloads: what is rehearsed asks for them again and again. */
  private final IdentityHashMap<Workload, Options> byWorkload = new IdentityHashMap<>();

  private final Map<EngineAdapter.Home, Homes> homes = new EnumMap<>(EngineAdapter.Home.class);
  private final Map<String, List<NodeDevices>> byNode = new HashMap<>();

  private Hardware(
      Inventory inventory, GpuCatalogue catalogue, Prices prices, Sizes sizes, Starts starts) {
    this.paid = inventory.provider() == Provider.KUBERNETES;
    this.catalogue = catalogue;
    this.prices = prices;
    this.sizes = sizes;
    this.starts = starts;
    this.groups = groups(inventory.nodes(), catalogue, new Pricing(prices, catalogue, paid));
    this.layout = Layout.of(groups);
    for (EngineAdapter.Home home : EngineAdapter.Home.values()) {
      homes.put(home, Homes.of(select(home)));
    }
    for (NodeDevices group : groups) {
      byNode.computeIfAbsent(group.node(), unused -> new ArrayList<>()).add(group);
    }
  }

  /**
   * @param prices of GPU types and machines; those of a person's own machine are never looked up
   * @param kept what plans before have estimated
   */
  public static Hardware of(
      Inventory inventory, GpuCatalogue catalogue, Prices prices, KnownSizes kept) {
    return new Hardware(inventory, catalogue, prices, new Sizes(kept), new Starts());
  }

  /** Other machines, for the same plan: what was estimated already is used again. */
  public Hardware over(Inventory inventory) {
    return new Hardware(inventory, catalogue, prices, sizes, starts);
  }

  private static List<NodeDevices> groups(
      List<Node> nodes, GpuCatalogue catalogue, Pricing pricing) {
    List<NodeDevices> groups = new ArrayList<>();
    Map<String, String> types = new HashMap<>();
    Map<DeviceClass, DeviceClass> classes = new HashMap<>();
    for (Node node : nodes) {
      Map<String, List<Device>> byType = new TreeMap<>();
      for (Device device : node.devices()) {
        String type =
            device.kind() == DeviceKind.CPU
                ? "cpu"
                : types.computeIfAbsent(device.product(), catalogue::nameOf);
        byType.computeIfAbsent(type, unused -> new ArrayList<>()).add(device);
      }
      byType.forEach(
          (type, devices) ->
              groups.add(NodeDevices.of(node, type, devices, pricing).ofOneOf(classes)));
    }
    groups.sort(NodeDevices.ORDER);
    return List.copyOf(groups);
  }

  /** The class of the first devices of a machine that is not there. */
  DeviceClass classOn(Node node) {
    return groups(List.of(node), catalogue, new Pricing(prices, catalogue, paid))
        .getFirst()
        .deviceClass();
  }

  /** Where an engine with such a home may run. */
  Homes homesFor(EngineAdapter.Home home) {
    return homes.getOrDefault(home, Homes.of(List.of()));
  }

  /** Whether a node's GPUs are only pretended. */
  public boolean isSimulated(String node) {
    return on(node).stream().anyMatch(group -> group.deviceClass().simulated());
  }

  /** Whether machines are paid by the hour, so that limits of cost mean something. */
  public boolean isPaid() {
    return paid;
  }

  /** Where ledgers have its groups. */
  Layout layout() {
    return layout;
  }

  /**
   * The ways to run a workload on it. Many blocks of one plan want the same, so they are kept for
   * those that are alike in all that they depend on.
   */
  Options options(Workload workload) {
    return byWorkload.computeIfAbsent(workload, this::shared);
  }

  private Options shared(Workload workload) {
    Object sizeKey = workload.sizeKey();
    return options.computeIfAbsent(
        List.of(sizeKey, workload.wish().gpuTypes()), _ -> Options.of(workload, sizeKey, this));
  }

  /** How workloads fill it. */
  Sizes sizes() {
    return sizes;
  }

  /** What they then start. */
  Starts starts() {
    return starts;
  }

  /** GPU types, those that are not there too. */
  List<GpuType> types() {
    return catalogue.types();
  }

  /** GPU types that are there and that the workload's engine runs on, by name. */
  public List<GpuType> gpusFor(Workload workload) {
    Map<String, GpuType> types = new TreeMap<>();
    for (DeviceClass there : homesFor(workload.adapter().home()).classes()) {
      if (there.kind() == DeviceKind.GPU) {
        types.putIfAbsent(there.type(), new GpuType(there.type(), there.total(), List.of()));
      }
    }
    return List.copyOf(types.values());
  }

  /** Everything there is. */
  List<NodeDevices> groups() {
    return groups;
  }

  /** What a node has; nothing when it is not known. */
  List<NodeDevices> on(String node) {
    return byNode.getOrDefault(node, List.of());
  }

  private List<NodeDevices> select(EngineAdapter.Home home) {
    return switch (home) {
      case CPU -> real(DeviceKind.CPU);
      case GPU -> real(DeviceKind.GPU);
      case SIMULATED_GPU ->
          groups.stream()
              .filter(g -> g.deviceClass().simulated() && g.kind() == DeviceKind.GPU)
              .toList();
      case GPU_OR_CPU ->
          real(DeviceKind.GPU).isEmpty() ? real(DeviceKind.CPU) : real(DeviceKind.GPU);
    };
  }

  private List<NodeDevices> real(DeviceKind kind) {
    return groups.stream().filter(g -> !g.deviceClass().simulated() && g.kind() == kind).toList();
  }

  /**
   * Groups that engines of one kind may be on, and the classes of these, both in the groups' order.
   */
  record Homes(List<NodeDevices> groups, Set<DeviceClass> classes) {
    static Homes of(List<NodeDevices> groups) {
      Set<DeviceClass> classes = new LinkedHashSet<>();
      groups.forEach(group -> classes.add(group.deviceClass()));
      return new Homes(groups, classes);
    }
  }
}
