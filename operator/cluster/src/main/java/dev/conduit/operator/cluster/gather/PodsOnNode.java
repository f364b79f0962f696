// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.gather;

import dev.conduit.operator.cluster.names.DeviceId;
import dev.conduit.operator.cluster.names.Label;
import dev.conduit.operator.core.observed.Given;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The pods that hold something of one node. */
final class PodsOnNode {
  private final List<Pod> others;
  private final Set<String> ours;

  /**
   * @param pods bound to the node
   */
  PodsOnNode(List<Pod> pods) {
    this.others = pods.stream().filter(PodsOnNode::holds).filter(pod -> !isEngine(pod)).toList();
    this.ours = new HashSet<>();
    pods.stream()
        .filter(PodsOnNode::isEngine)
        .forEach(pod -> ours.addAll(EngineAnnotations.of(pod.getMetadata()).devices()));
  }

  /** Whether it is an engine of ours. */
  static boolean isEngine(Pod pod) {
    var labels = Given.map(pod.getMetadata().getLabels());
    return Label.CONDUIT.equals(labels.get(Label.MANAGED_BY)) && labels.containsKey(Label.INSTANCE);
  }

  /** A pod that ended holds nothing any more. */
  static boolean holds(Pod pod) {
    String phase = pod.getStatus() == null ? "" : Given.or(pod.getStatus().getPhase(), "");
    return !phase.equals("Succeeded") && !phase.equals("Failed");
  }

  boolean isOurs(DeviceId device) {
    return ours.contains(device.toString());
  }

  BigDecimal takenByOthers(String resource) {
    return others.stream()
        .map(pod -> requested(pod, resource))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** As the scheduler counts: the containers together, native sidecars among them. */
  private static BigDecimal requested(Pod pod, String resource) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Container container : Given.list(pod.getSpec().getContainers())) {
      sum = sum.add(requested(container, resource));
    }
    BigDecimal start = BigDecimal.ZERO;
    for (Container container : Given.list(pod.getSpec().getInitContainers())) {
      BigDecimal wanted = requested(container, resource);
      if ("Always".equals(container.getRestartPolicy())) {
        sum = sum.add(wanted);
      } else {
        start = start.max(wanted);
      }
    }
    return sum.max(start);
  }

  private static BigDecimal requested(Container container, String resource) {
    if (container.getResources() == null) {
      return BigDecimal.ZERO;
    }
    Quantity request = Given.map(container.getResources().getRequests()).get(resource);
    Quantity limit = Given.map(container.getResources().getLimits()).get(resource);
    Quantity given = request == null ? limit : request;
    return given == null ? BigDecimal.ZERO : given.getNumericalAmount();
  }
}
