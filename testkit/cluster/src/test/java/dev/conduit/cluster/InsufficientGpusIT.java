// SPDX-License-Identifier: Apache-2.0
package dev.conduit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.api.v1alpha1.block.InferenceBlockStatus;
import dev.conduit.testkit.kubernetes.nodes.FakeNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Too few GPUs, and what heals it. */
final class InsufficientGpusIT {
  private static final int MIB_OF_L40S = 46_068;
  private final Cluster cluster = Cluster.shared();

  @AfterEach
  void removeNodes() {
    cluster.plane.nodes().remove("l40s-1");
    cluster.plane.nodes().remove("l40s-2");
  }

  @Test
  void apply_moreReplicasThanGpus_saysPerNodeWhatIsShortAndHealsWithANode() {
    cluster.plane.nodes().add(l40s("l40s-1", 1));
    try (Space space = cluster.space("short")) {
      space.apply(Resources.vllm("chat", "L40S", 2));
      // It says less until the operator's watch of nodes has shown it the new one.
      InferenceBlockStatus status =
          space.await(
              "chat",
              one ->
                  Space.isFalse(one, "Fits", "InsufficientMemory")
                      && Space.message(one, "Fits").contains("1 of 2 replicas have a place"));

      assertThat(status.shortfalls())
          .anySatisfy(
              node -> {
                assertThat(node.node()).isEqualTo("l40s-1");
                assertThat(node.needed()).isPositive();
                assertThat(node.free()).isNotNull();
                assertThat(node.shortfall()).isPositive();
              });
      assertThat(Space.isTrue(status, "Stalled")).isTrue();

      cluster.plane.nodes().add(l40s("l40s-2", 1));
      InferenceBlockStatus healed = space.awaitReady("chat");
      assertThat(healed.ready()).isEqualTo("2/2");
      assertThat(healed.shortfalls()).isEmpty();
      assertThat(space.pods("chat"))
          .extracting(pod -> pod.getSpec().getNodeName())
          .containsExactlyInAnyOrder("l40s-1", "l40s-2");
    }
  }

  @Test
  void apply_gpuHeldByAForeignPod_waitsForItAndTakesItThen() {
    cluster.plane.nodes().add(l40s("l40s-1", 1));
    try (Space space = cluster.space("foreign")) {
      Pod foreign = space.client.resource(foreign(space.namespace)).create();
      Space.patiently("the foreign pod runs")
          .until(
              () -> "Running".equals(space.client.resource(foreign).get().getStatus().getPhase()));
      space.apply(Resources.vllm("chat", "L40S", 1));
      space.await("chat", one -> Space.isFalse(one, "Fits", "InsufficientMemory"));

      space.client.resource(foreign).withGracePeriod(0).delete();
      assertThat(space.awaitReady("chat").nodes()).isEqualTo("l40s-1");
    }
  }

  private static FakeNode l40s(String name, int gpus) {
    return FakeNode.cpu(name).gpus("NVIDIA-L40S", gpus, MIB_OF_L40S);
  }

  private static Pod foreign(String namespace) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("training")
        .withNamespace(namespace)
        .endMetadata()
        .withNewSpec()
        .addToNodeSelector("kubernetes.io/hostname", "l40s-1")
        .addNewContainer()
        .withName("main")
        .withImage("example.com/training:1")
        .withNewResources()
        .addToLimits("nvidia.com/gpu", new Quantity("1"))
        .endResources()
        .endContainer()
        .endSpec()
        .build();
  }
}
