// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.operator.cluster.gather.ClusterGatherer;
import dev.conduit.operator.cluster.gather.ClusterView;
import dev.conduit.operator.cluster.gather.ProbeResults;
import dev.conduit.operator.core.model.GpuCatalogue;
import dev.conduit.operator.core.plan.Planner;
import io.fabric8.kubernetes.api.model.NodeList;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What changes a pod is a new revision: in place, all replicas would go at once. */
class RevisionTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final Path CASE = Path.of("src/test/resources/golden/render/embedded-on-cpu");

  @Test
  void revision_drainTimeout_isPartOfIt() throws IOException {
    assertThat(with("rollout: {drainTimeout: 1m}"))
        .isNotEqualTo(with("rollout: {drainTimeout: 2m}"))
        .isEqualTo(with("rollout: {drainTimeout: 60s}"));
  }

  @Test
  void revision_drainTimeoutAsByDefault_isThatOfNone() throws IOException {
    assertThat(with("rollout: {drainTimeout: 5m}")).isEqualTo(with("replicas: 1"));
  }

  @Test
  void revision_tolerations_arePartOfIt() throws IOException {
    assertThat(with("compute: {tolerations: [{key: team, operator: Exists}]}"))
        .isNotEqualTo(with("replicas: 1"))
        .isNotEqualTo(with("compute: {tolerations: [{key: other, operator: Exists}]}"));
  }

  @Test
  void revision_volumeOfTheModel_isPartOfIt() throws IOException {
    String one = "id: 'oci://ghcr.io/acme/m:v1#m.gguf'";
    String facts =
        ", facts: {weightBytes: 100000000, layers: 4, attentionHeads: 4, kvHeads: 2, headDim: 64, contextTokens: 2048}";
    assertThat(model(one + facts))
        .isNotEqualTo(model(one.replace(":v1", ":v2") + facts))
        .isNotEqualTo(model(one + ", tokenSecretRef: {name: pull, key: .dockerconfigjson}" + facts))
        .isEqualTo(model(one + facts));
    assertThat(model("id: 'pvc://one/m.gguf'" + facts))
        .isNotEqualTo(model("id: 'pvc://other/m.gguf'" + facts));
  }

  private static String with(String line) throws IOException {
    return revision("id: HuggingFaceTB/SmolLM2-135M-Instruct", line);
  }

  private static String model(String fields) throws IOException {
    return revision(fields, "replicas: 1");
  }

  private static String revision(String model, String line) throws IOException {
    String block =
        """
        apiVersion: conduit.dev/v1alpha1
        kind: InferenceBlock
        metadata: {name: small, namespace: team}
        spec:
          models: [{%s}]
          engine: {kind: embedded}
          %s
        """
            .formatted(model, line);
    var view =
        new ClusterView(
            List.of(YAML.unmarshal(block, InferenceBlock.class)),
            List.of(),
            YAML.unmarshal(Files.readString(CASE.resolve("nodes.yaml")), NodeList.class).getItems(),
            List.of(),
            List.of(),
            ProbeResults.TRUSTING);
    var observed = new ClusterGatherer(GpuCatalogue.bundled()).gather(view).observed();
    return new Planner()
        .plan(observed, Instant.parse("2026-03-01T12:00:00Z"))
        .desired()
        .getFirst()
        .revision();
  }
}
