// SPDX-License-Identifier: Apache-2.0
package dev.conduit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.api.v1alpha1.block.InferenceBlockStatus;
import dev.conduit.testkit.kubernetes.nodes.FakeNode;
import dev.conduit.testkit.model.Checkpoints;
import dev.conduit.testkit.model.HubServer;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator that may ask a hub, and the hub on real sockets. */
final class ModelFactsIT {
  @TempDir Path folder;

  @Test
  void unknownModel_isPendingThenPlacedByItsHeaders_andAGatedOneIsRefusedBeforeThat()
      throws IOException {
    Checkpoints.gptOss20b(folder.resolve("hub/acme/oss"));
    Checkpoints.gptOss20b(folder.resolve("hub/acme/gated"));
    try (HubServer hub = new HubServer(folder.resolve("hub"))) {
      hub.gate("acme/gated", "hf_right");
      hub.hold();
      Cluster cluster =
          new Cluster(
              Map.of(
                  "CONDUIT_OPERATOR_FACTS_HUB",
                  "true",
                  "HF_ENDPOINT",
                  hub.url().toString(),
                  "CONDUIT_FACTS_CACHE",
                  folder.resolve("cache").toString()));
      cluster.plane.nodes().add(FakeNode.h100("h100-1", 2));
      try (Space space = cluster.space("facts")) {
        space.apply(Resources.vllm("chat", "acme/oss"));
        InferenceBlockStatus pending =
            space.await("chat", one -> Space.isFalse(one, "Accepted", "FactsPending"));
        assertThat(Space.message(pending, "Accepted")).contains("acme/oss", hub.url().toString());
        assertThat(deployments(space)).isEmpty();

        hub.release();
        space.await("chat", one -> Space.isTrue(one, "Fits"));
        Space.patiently("the engine is written").until(() -> deployments(space).size() == 1);

        space.apply(Resources.vllm("gated", "acme/gated"));
        InferenceBlockStatus refused =
            space.await("gated", one -> Space.isFalse(one, "Accepted", "ModelAccessDenied"));
        assertThat(Space.message(refused, "Accepted"))
            .contains("gated", "HF_TOKEN", "spec.models[0].tokenSecretRef");
        assertThat(deployments(space)).hasSize(1);
      }
    }
  }

  private static List<Deployment> deployments(Space space) {
    return space.client.apps().deployments().inNamespace(space.namespace).list().getItems();
  }
}
