// SPDX-License-Identifier: Apache-2.0
package dev.conduit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.api.v1alpha1.block.InferenceBlockStatus;
import dev.conduit.testkit.kubernetes.process.Repository;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The quickstart's resources, as they are, on a cluster. */
final class QuickstartClusterIT {
  private final Cluster cluster = Cluster.shared();

  @Test
  void apply_quickstart_getsReadyWhereItWasPlanned() throws IOException {
    try (Space space = cluster.space("quickstart")) {
      for (String file : List.of("blocks.yaml", "policy.yaml")) {
        space.apply(Files.readString(Repository.path("examples/quickstart").resolve(file)));
      }
      InferenceBlockStatus light = space.awaitReady("light");
      InferenceBlockStatus heavy = space.awaitReady("heavy");

      assertThat(light.ready()).isEqualTo("2/2");
      assertThat(heavy.gpu()).isEqualTo("4 x H100-80GB");
      assertThat(nodesOf(space, "light")).containsOnly("cpu-1");
      assertThat(nodesOf(space, "heavy")).containsExactly("sim-1");
      List<String> ready =
          Stream.of(light, heavy)
              .flatMap(status -> status.endpoints().stream())
              .map(endpoint -> endpoint.url())
              .sorted()
              .toList();
      Space.patiently("the snapshot lists the ready endpoints")
          .untilAsserted(() -> assertThat(space.readyUrls("quickstart")).isEqualTo(ready));
      assertThat(ready).hasSize(3);
      Space.patiently("the policy says that its targets are ready")
          .untilAsserted(
              () ->
                  assertThat(space.policy("quickstart").getStatus().targetsReady())
                      .isEqualTo("2/2"));
    }
    cluster.ranOn().forEach(version -> System.out.println("ran on: " + version));
  }

  /** The scheduler's word, not ours. */
  private static List<String> nodesOf(Space space, String block) {
    return space.pods(block).stream().map(Pod::getSpec).map(spec -> spec.getNodeName()).toList();
  }
}
