// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.gather;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.cluster.names.DeviceId;
import dev.conduit.operator.cluster.names.Label;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.DeviceKind;
import dev.conduit.operator.core.observed.Given;
import dev.conduit.operator.core.observed.Scheduling;
import dev.conduit.operator.core.observed.Taint;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one node: its devices, what others take of them, who may come to it. */
final class NodeReading {
  /** Resources of which one unit is one whole GPU. */
  private static final List<String> GPU_RESOURCES = List.of("nvidia.com/gpu", "amd.com/gpu");

  /** Resources of which one unit is one slice of a GPU, and the slice's profile. */
  private static final Pattern SLICES = Pattern.compile("nvidia\\.com/mig-([1-7]g\\.[0-9]{1,3}gb)");

  /** Taints that Kubernetes itself sets, for a state that {@link #closed} says better. */
  private static final String OWN_TAINTS = "node.kubernetes.io/";

  private static final List<String> ZONE =
      List.of("topology.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/zone");

  private final Node node;
  private final Map<String, String> labels;
  private final PodsOnNode pods;
  private final GpuLabels gpuLabels;
  private final ProbedMemory probed;

  NodeReading(Node node, PodsOnNode pods, GpuLabels gpuLabels) {
    this.node = node;
    this.labels = new TreeMap<>(Given.map(node.getMetadata().getLabels()));
    this.pods = pods;
    this.gpuLabels = gpuLabels;
    this.probed = new ProbedMemory(node, gpuLabels.catalogue());
  }

  dev.conduit.operator.core.observed.Node read() {
    List<Device> devices = new ArrayList<>();
    GPU_RESOURCES.forEach(resource -> devices.addAll(gpus(resource, () -> gpuLabels.read(labels))));
    devices.addAll(slices());
    devices.add(processors());
    return new dev.conduit.operator.core.observed.Node(
        node.getMetadata().getName(),
        ZONE.stream()
            .flatMap(key -> Optional.ofNullable(labels.get(key)).stream())
            .findFirst()
            .orElse(""),
        Boolean.parseBoolean(labels.getOrDefault(Label.SIMULATED, "false")),
        devices,
        Optional.of(new Scheduling(labels, taints(), closed())),
        cost(),
        CapacityLabels.isSpot(labels));
  }

  /** What of the node's annotations is not used, in words; complete once it was read. */
  List<String> problems() {
    return probed.problems();
  }

  private List<Device> slices() {
    List<Device> devices = new ArrayList<>();
    for (String resource : allocatable().keySet()) {
      Matcher slice = SLICES.matcher(resource);
      if (slice.matches()) {
        devices.addAll(gpus(resource, () -> gpuLabels.slice(labels, slice.group(1))));
      }
    }
    return devices;
  }

  /**
   * One device for each GPU that pods may ask for. Which one a pod of others holds nobody says, so
   * those that none of our engines was planned on count as theirs, from the last.
   */
  private List<Device> gpus(String resource, Supplier<GpuLabels.Gpu> type) {
    int count = allocatable(resource).intValue();
    GpuLabels.Gpu gpu = count == 0 ? new GpuLabels.Gpu("", Bytes.ZERO) : probed.over(type.get());
    Set<Integer> foreign = foreign(resource, count);
    List<Device> devices = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      devices.add(
          new Device(
              new DeviceId(resource, index).toString(),
              DeviceKind.GPU,
              gpu.product(),
              gpu.total(),
              foreign.contains(index) ? gpu.total() : Bytes.ZERO));
    }
    return devices;
  }

  private Set<Integer> foreign(String resource, int count) {
    long taken = pods.takenByOthers(resource).longValue();
    Set<Integer> foreign = new HashSet<>();
    for (int index = count - 1; index >= 0 && foreign.size() < taken; index--) {
      if (!pods.isOurs(new DeviceId(resource, index))) {
        foreign.add(index);
      }
    }
    return foreign;
  }

  private Device processors() {
    return new Device(
        DeviceId.CPU,
        DeviceKind.CPU,
        DeviceId.CPU,
        new Bytes(allocatable("memory").longValue()),
        new Bytes(pods.takenByOthers("memory").longValue()));
  }

  private NavigableMap<String, Quantity> allocatable() {
    return node.getStatus() == null
        ? new TreeMap<>()
        : new TreeMap<>(Given.map(node.getStatus().getAllocatable()));
  }

  private BigDecimal allocatable(String resource) {
    Quantity quantity = allocatable().get(resource);
    return quantity == null ? BigDecimal.ZERO : quantity.getNumericalAmount();
  }

  private List<Taint> taints() {
    if (node.getSpec() == null) {
      return List.of();
    }
    return Given.list(node.getSpec().getTaints()).stream()
        .filter(taint -> !taint.getEffect().equals("PreferNoSchedule"))
        .filter(taint -> !taint.getKey().startsWith(OWN_TAINTS))
        .map(taint -> new Taint(taint.getKey(), Given.or(taint.getValue(), ""), taint.getEffect()))
        .toList();
  }

  private Optional<String> closed() {
    if (node.getMetadata().getDeletionTimestamp() != null) {
      return Optional.of("is being removed");
    }
    if (!isReady(node)) {
      return Optional.of("is not ready");
    }
    if (node.getSpec() != null && Boolean.TRUE.equals(node.getSpec().getUnschedulable())) {
      return Optional.of("is cordoned");
    }
    return pressure();
  }

  private Optional<String> pressure() {
    return node.getSpec() == null
        ? Optional.empty()
        : Given.list(node.getSpec().getTaints()).stream()
            .filter(taint -> taint.getKey().startsWith(OWN_TAINTS))
            .filter(taint -> !taint.getEffect().equals("PreferNoSchedule"))
            .findFirst()
            .map(taint -> "has the taint " + taint.getKey());
  }

  static boolean isReady(Node node) {
    return node.getStatus() != null
        && Given.list(node.getStatus().getConditions()).stream()
            .filter(condition -> "Ready".equals(condition.getType()))
            .map(NodeCondition::getStatus)
            .anyMatch("True"::equals);
  }

  private Optional<Double> cost() {
    return Optional.ofNullable(labels.get(Label.HOURLY_COST))
        .filter(text -> text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?"))
        .map(Double::valueOf);
  }
}
