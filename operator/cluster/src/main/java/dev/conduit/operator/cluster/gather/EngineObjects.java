// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.gather;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.cluster.names.Label;
import dev.conduit.operator.core.observed.Given;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The objects of one engine.
 *
 * @param deployment empty when only pods of it are left
 * @param pods all of the instance; at least one when there is no Deployment
 */
record EngineObjects(Optional<Deployment> deployment, List<Pod> pods) {
  private static final Comparator<Pod> BY_AGE =
      Comparator.comparing((Pod pod) -> Given.or(pod.getMetadata().getCreationTimestamp(), ""))
          .thenComparing(pod -> pod.getMetadata().getName());

  EngineObjects {
    pods = List.copyOf(pods);
  }

  /** The newest pod that is not on its way out; else the newest that ended by itself. */
  Optional<Pod> live() {
    List<Pod> staying =
        pods.stream().filter(pod -> pod.getMetadata().getDeletionTimestamp() == null).toList();
    return staying.stream()
        .filter(PodsOnNode::holds)
        .max(BY_AGE)
        .or(() -> staying.stream().max(BY_AGE));
  }

  /** Node that the live pod is bound to; empty while it is bound to none. */
  String boundTo() {
    return live().map(EngineObjects::nodeOf).orElse("");
  }

  /** Whether nobody wants it any more. */
  boolean isGoing() {
    return deployment.isEmpty() || deployment.get().getMetadata().getDeletionTimestamp() != null;
  }

  ObjectMeta meta() {
    return deployment.map(Deployment::getMetadata).orElseGet(() -> pods.getFirst().getMetadata());
  }

  EngineAnnotations written() {
    return EngineAnnotations.of(
        deployment
            .map(d -> d.getSpec().getTemplate().getMetadata())
            .orElseGet(() -> pods.getFirst().getMetadata()));
  }

  /** What the plan wrote on the Deployment; empty for one of before, and for pods without one. */
  Optional<Bytes> sizedFor() {
    return deployment
        .map(
            d ->
                EngineAnnotations.bytes(
                    Given.map(d.getMetadata().getAnnotations()), Label.SIZED_FOR))
        .filter(bytes -> bytes.value() > 0);
  }

  static String nodeOf(Pod pod) {
    return pod.getSpec() == null ? "" : Given.or(pod.getSpec().getNodeName(), "");
  }
}
