// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;

/**
 * What the operator made, as a person could have written it: the floor that it is compared with.
 */
final class PlainObjects {
  private static final String OURS = "app.kubernetes.io/managed-by=conduit";

  private PlainObjects() {}

  static List<HasMetadata> of(KubernetesClient client) {
    List<HasMetadata> objects = new ArrayList<>();
    objects.addAll(
        client.apps().deployments().inAnyNamespace().withLabelSelector(OURS).list().getItems());
    objects.addAll(client.services().inAnyNamespace().withLabelSelector(OURS).list().getItems());
    objects.addAll(
        client
            .policy()
            .v1()
            .podDisruptionBudget()
            .inAnyNamespace()
            .withLabelSelector(OURS)
            .list()
            .getItems());
    objects.forEach(PlainObjects::strip);
    return objects;
  }

  /** No status, no owner, no label that says whose they are; no address given by the server. */
  private static void strip(HasMetadata object) {
    object.setMetadata(
        new ObjectMetaBuilder()
            .withName(object.getMetadata().getName())
            .withNamespace(object.getMetadata().getNamespace())
            .build());
    switch (object) {
      case Deployment deployment -> deployment.setStatus(null);
      case PodDisruptionBudget budget -> budget.setStatus(null);
      case Service service -> {
        service.setStatus(null);
        service.getSpec().setClusterIP(null);
        service.getSpec().setClusterIPs(null);
      }
      default -> throw new IllegalStateException(object.getKind());
    }
  }
}
