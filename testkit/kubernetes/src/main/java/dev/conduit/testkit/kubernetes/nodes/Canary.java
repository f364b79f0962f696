// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes.nodes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A pod by which one sees that KWOK has read the stages made so far; it shows that nowhere else. A
 * pod that starts before KWOK has read its fault is healthy, and a pod that is healthy is not
 * looked at again.
 */
final class Canary {
  private static final String NAMESPACE = "default";
  private static final String LABEL = "testkit.conduit.dev/canary";

  private final KubernetesClient client;

  Canary(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Waits until the fault's last stage, {@code seen.yaml}, was played. Where no node is ready there
   * is no pod that could come too early: returns at once.
   *
   * @param touch changes a pod, so that KWOK looks at it again
   */
  void awaitSeen(String fault, Consumer<Pod> touch) {
    Optional<String> node = node();
    if (node.isEmpty()) {
      return;
    }
    Pod canary = client.pods().inNamespace(NAMESPACE).resource(pod(fault, node.get())).create();
    try {
      Waiting.until(
          "KWOK reads the stages of " + fault,
          () -> "seen".equals(client.pods().resource(canary).get().getStatus().getMessage()),
          () -> touch.accept(canary));
    } finally {
      client.pods().resource(canary).withGracePeriod(0).delete();
    }
  }

  private Optional<String> node() {
    return client.nodes().list().getItems().stream()
        .filter(node -> node.getMetadata().getAnnotations().containsKey(FakeNode.MANAGED))
        .filter(Canary::isReady)
        .map(node -> node.getMetadata().getName())
        .findFirst();
  }

  private static boolean isReady(Node node) {
    return node.getStatus().getConditions().stream()
        .anyMatch(one -> one.getType().equals("Ready") && one.getStatus().equals("True"));
  }

  private static Pod pod(String fault, String node) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("canary-" + fault)
        .withNamespace(NAMESPACE)
        .addToLabels(LABEL, fault)
        .endMetadata()
        .withNewSpec()
        .withNodeName(node)
        .withAutomountServiceAccountToken(false)
        .addNewContainer()
        .withName("canary")
        .withImage("canary")
        .endContainer()
        .endSpec()
        .build();
  }
}
