// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes.nodes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Taint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A node that KWOK plays. Capacity and allocatable are equal.
 *
 * @param labels without those that every node has
 * @param resources quantities as Kubernetes writes them
 */
public record FakeNode(
    String name, Map<String, String> labels, Map<String, String> resources, List<Taint> taints) {
  static final String MANAGED = "kwok.x-k8s.io/node";
  private static final String GPUS = "nvidia.com/gpu";
  private static final String SIMULATED = "conduit.dev/simulated";
  private static final int MIB_OF_H100 = 81_559;

  /** Copies. */
  public FakeNode {
    labels = Map.copyOf(labels);
    resources = Map.copyOf(resources);
    taints = List.copyOf(taints);
  }

  /** Without GPUs: 32 CPUs, 128 GiB, 110 pods. */
  public static FakeNode cpu(String name) {
    return new FakeNode(
        name, Map.of(), Map.of("cpu", "32", "memory", "128Gi", "pods", "110"), List.of());
  }

  /** With GPUs as NVIDIA's feature discovery labels H100 SXM: 128 CPUs, 1 TiB, 110 pods. */
  public static FakeNode h100(String name, int gpus) {
    return cpu(name)
        .resource("cpu", "128")
        .resource("memory", "1Ti")
        .gpus("NVIDIA-H100-80GB-HBM3", gpus, MIB_OF_H100);
  }

  /**
   * With NVIDIA GPUs, which its device plugin and feature discovery would show so.
   *
   * @param product as in {@code nvidia.com/gpu.product}
   * @param memoryMib of each GPU
   */
  public FakeNode gpus(String product, int count, int memoryMib) {
    return label("nvidia.com/gpu.present", "true")
        .label("nvidia.com/gpu.product", product)
        .label("nvidia.com/gpu.count", Integer.toString(count))
        .label("nvidia.com/gpu.memory", Integer.toString(memoryMib))
        .resource(GPUS, Integer.toString(count));
  }

  /** In a zone. */
  public FakeNode zone(String zone) {
    return label("topology.kubernetes.io/zone", zone);
  }

  /** Its GPUs are simulated: only simulators go there, and they go only there. */
  public FakeNode simulated() {
    return label(SIMULATED, "true");
  }

  /** With the taint that keeps pods without GPUs away. */
  public FakeNode tainted() {
    return taint(new Taint("NoSchedule", GPUS, null, "present"));
  }

  /** With a further taint. */
  public FakeNode taint(Taint taint) {
    List<Taint> all = new ArrayList<>(taints);
    all.add(taint);
    return new FakeNode(name, labels, resources, all);
  }

  /** With a label added or changed. */
  public FakeNode label(String key, String value) {
    return new FakeNode(name, with(labels, key, value), resources, taints);
  }

  /** With a resource added or changed. */
  public FakeNode resource(String key, String quantity) {
    return new FakeNode(name, labels, with(resources, key, quantity), taints);
  }

  Node node(String podRange) {
    Map<String, String> all = new TreeMap<>(labels);
    all.putIfAbsent("kubernetes.io/hostname", name);
    all.putIfAbsent("kubernetes.io/arch", "amd64");
    all.putIfAbsent("kubernetes.io/os", "linux");
    Map<String, Quantity> quantities =
        resources.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, one -> Quantity.parse(one.getValue())));
    return new NodeBuilder()
        .withNewMetadata()
        .withName(name)
        .withLabels(all)
        .addToAnnotations(MANAGED, "fake")
        .endMetadata()
        .withNewSpec()
        .withPodCIDR(podRange)
        .withPodCIDRs(podRange)
        .withTaints(taints)
        .endSpec()
        .withNewStatus()
        .withCapacity(quantities)
        .withAllocatable(quantities)
        .endStatus()
        .build();
  }

  private static Map<String, String> with(Map<String, String> map, String key, String value) {
    Map<String, String> all = new TreeMap<>(map);
    all.put(key, value);
    return all;
  }
}
