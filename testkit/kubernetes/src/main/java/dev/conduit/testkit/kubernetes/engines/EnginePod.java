// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes.engines;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a pod's engine listens, and what it serves.
 *
 * @param address the pod's
 * @param port of the container's port {@code http}, else 8000
 * @param servedNames at least one
 */
record EnginePod(String address, int port, List<String> servedNames) {
  private static final String ENGINE = "engine";
  private static final String SERVED_NAMES = "conduit.dev/served-names";
  private static final int DEFAULT_PORT = 8000;

  /** Copies. */
  EnginePod {
    servedNames = List.copyOf(servedNames);
  }

  /** Empty while the engine's container is not up: not started, failing, not ready, or ending. */
  static Optional<EnginePod> of(Pod pod) {
    String address = pod.getStatus().getPodIP();
    if (address == null || pod.getMetadata().getDeletionTimestamp() != null || !isUp(pod)) {
      return Optional.empty();
    }
    return pod.getSpec().getContainers().stream()
        .filter(container -> container.getName().equals(ENGINE))
        .findFirst()
        .map(container -> new EnginePod(address, port(container), servedNames(pod)));
  }

  private static boolean isUp(Pod pod) {
    return "Running".equals(pod.getStatus().getPhase())
        && pod.getStatus().getContainerStatuses().stream()
            .filter(status -> status.getName().equals(ENGINE))
            .anyMatch(ContainerStatus::getReady);
  }

  private static int port(Container container) {
    return container.getPorts().stream()
        .filter(port -> "http".equals(port.getName()))
        .map(ContainerPort::getContainerPort)
        .findFirst()
        .orElse(DEFAULT_PORT);
  }

  private static List<String> servedNames(Pod pod) {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    String names = annotations == null ? null : annotations.get(SERVED_NAMES);
    return names == null || names.isBlank()
        ? List.of(pod.getMetadata().getName())
        : List.of(names.split(",", -1));
  }
}
