// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.gather;

import dev.conduit.operator.cluster.names.DeviceId;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.Given;
import dev.conduit.operator.core.observed.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What single engines need to know of nodes. */
final class NodeStates {
  private final Map<String, Node> nodes = new HashMap<>();
  private final Set<String> silent = new HashSet<>();
  private final Map<String, Integer> boundEngines = new HashMap<>();

  /**
   * @param read the nodes that there are
   * @param silent names of those that do not report to be ready
   * @param pods of engines, bound or not
   */
  NodeStates(List<Node> read, Set<String> silent, List<Pod> pods) {
    read.forEach(node -> nodes.put(node.name(), node));
    this.silent.addAll(silent);
    for (Pod pod : pods) {
      String bound = pod.getSpec() == null ? "" : Given.or(pod.getSpec().getNodeName(), "");
      if (!bound.isEmpty() && PodsOnNode.holds(pod)) {
        EngineAnnotations.of(pod.getMetadata()).devices().stream()
            .flatMap(id -> DeviceId.parse(id).stream())
            .forEach(id -> boundEngines.merge(bound + " " + id.resource(), 1, Integer::sum));
      }
    }
  }

  /** True also for no node, and false for one that is gone. */
  boolean isReady(String node) {
    return node.isEmpty() || (nodes.containsKey(node) && !silent.contains(node));
  }

  /** Whether a pod with so many devices that is not bound yet can still come to the node. */
  boolean canTake(String name, List<String> devices) {
    Node node = nodes.get(name);
    if (node == null || node.scheduling().flatMap(s -> s.closed()).isPresent()) {
      return false;
    }
    List<DeviceId> gpus = devices.stream().flatMap(id -> DeviceId.parse(id).stream()).toList();
    if (gpus.isEmpty()) {
      return true;
    }
    String resource = gpus.getFirst().resource();
    long free =
        node.devices().stream()
                .filter(device -> DeviceId.parse(device.id()).isPresent())
                .filter(device -> device.id().startsWith(resource + "/"))
                .filter(NodeStates::isNotOthers)
                .count()
            - boundEngines.getOrDefault(name + " " + resource, 0);
    return free >= gpus.size();
  }

  private static boolean isNotOthers(Device device) {
    return device.usedByOthers().compareTo(device.total()) < 0;
  }
}
