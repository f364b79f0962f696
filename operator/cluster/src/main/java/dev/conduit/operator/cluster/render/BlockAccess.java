// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.render;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.operator.cluster.names.Label;
import dev.conduit.operator.cluster.names.ObjectName;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;

/** What all engines of a block share: an address for clients without a sidecar, and a budget. */
public final class BlockAccess {
  private static final int PORT = 8000;

  private BlockAccess() {}

  /** In front of the block's ready pods, under the block's name. */
  public static Service service(InferenceBlock block) {
    return new ServiceBuilder()
        .withMetadata(Owned.by(block, Label.BLOCK, block.getMetadata().getName()))
        .withNewSpec()
        .addToSelector(Label.MANAGED_BY, Label.CONDUIT)
        .addToSelector(Label.BLOCK, block.getMetadata().getName())
        .addToSelector(Label.COMPONENT, ObjectName.ENGINE)
        .addNewPort()
        .withName(ObjectName.HTTP)
        .withPort(PORT)
        .withTargetPort(new IntOrString(ObjectName.HTTP))
        .endPort()
        .endSpec()
        .build();
  }

  /**
   * One replica at a time may be drained with its node. Also the only one: a budget that forbids it
   * would keep the node from ever being drained.
   */
  public static PodDisruptionBudget budget(InferenceBlock block) {
    return new PodDisruptionBudgetBuilder()
        .withMetadata(Owned.by(block, Label.BLOCK, block.getMetadata().getName()))
        .withNewSpec()
        .withMaxUnavailable(new IntOrString(1))
        .withNewSelector()
        .addToMatchLabels(Label.MANAGED_BY, Label.CONDUIT)
        .addToMatchLabels(Label.BLOCK, block.getMetadata().getName())
        .addToMatchLabels(Label.COMPONENT, ObjectName.ENGINE)
        .endSelector()
        .endSpec()
        .build();
  }
}
