// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.conduit.contract.Bytes;
import dev.conduit.contract.GpuMemory;
import dev.conduit.gpuprobe.OwnNode;
import dev.conduit.testkit.kubernetes.ControlPlane;
import dev.conduit.testkit.kubernetes.Settings;
import dev.conduit.testkit.kubernetes.nodes.FakeNode;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the GPU probe may do, by the chart's objects and tokens of its pods on a real API server.
 */
class GpuProbeIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String PROBE = "conduit-gpu-probe";
  private static final GpuMemory MEMORY =
      GpuMemory.of(
          List.of(new GpuMemory.Device("NVIDIA H100 80GB HBM3", new Bytes(85_017_624_576L))));

  @TempDir static Path folder;
  private static ControlPlane plane;
  private static String token;

  @BeforeAll
  static void start() throws IOException {
    plane = ControlPlane.start(Settings.controlPlane());
    plane
        .nodes()
        .add(
            FakeNode.h100("gpu-a", 1).tainted(),
            FakeNode.h100("gpu-b", 1),
            FakeNode.h100("pretended", 1).simulated(),
            FakeNode.cpu("cpu"));
    Charts.createNamespace(plane);
    Charts.operator(plane).set("gpuProbe.enabled", true).call();
    await().atMost(PATIENCE).until(() -> probes().size() == 2);
    token = tokenOf(probes().getFirst());
    Files.writeString(folder.resolve("token"), token);
    Files.copy(plane.authority(), folder.resolve("ca.crt"), StandardCopyOption.REPLACE_EXISTING);
    // A policy counts a moment after it was made; until then each try must change something.
    AtomicInteger tries = new AtomicInteger();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                refuses(
                    "gpu-a",
                    "{\"metadata\":{\"labels\":{\"try\":\"%d\"}}}"
                        .formatted(tries.incrementAndGet())));
  }

  @AfterAll
  static void stop() {
    plane.close();
  }

  @Test
  void daemonSet_restrictedNamespace_runsOnNodesWithRealGpus() {
    assertThat(probes())
        .extracting(pod -> pod.getSpec().getNodeName())
        .containsExactly("gpu-a", "gpu-b");
  }

  @Test
  void note_ownNode_writesAndTakesAway() throws Exception {
    OwnNode own = new OwnNode(URI.create(plane.url()), "gpu-a", folder);
    Map<String, String> before = annotations("gpu-a");

    assertThat(own.note(MEMORY)).isEmpty();
    assertThat(own.note(MEMORY)).isEmpty();
    assertThat(annotations("gpu-a")).containsEntry(GpuMemory.ANNOTATION, MEMORY.toString());
    assertThat(annotations("gpu-a")).containsAllEntriesOf(before);

    assertThat(own.note(GpuMemory.of(List.of()))).isEmpty();
    assertThat(own.note(GpuMemory.of(List.of()))).isEmpty();
    assertThat(annotations("gpu-a")).isEqualTo(before);
  }

  @Test
  void note_otherNode_isRefusedWithTheReason() throws Exception {
    assertThat(new OwnNode(URI.create(plane.url()), "gpu-b", folder).note(MEMORY).orElse(""))
        .contains("refuses to annotate node gpu-b", "only annotate the node that it runs on");
    assertThat(annotations("gpu-b")).doesNotContainKey(GpuMemory.ANNOTATION);
  }

  @Test
  void note_tokenOfNoPod_isRefused() throws Exception {
    Path account = Files.createDirectories(folder.resolve("unbound"));
    Files.writeString(account.resolve("token"), plane.token(Charts.NAMESPACE, PROBE));
    Files.copy(plane.authority(), account.resolve("ca.crt"), StandardCopyOption.REPLACE_EXISTING);

    assertThat(new OwnNode(URI.create(plane.url()), "gpu-a", account).note(MEMORY).orElse(""))
        .contains("only annotate the node that it runs on");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}",
        "{\"metadata\":{\"labels\":{\"nvidia.com/gpu.product\":null}}}",
        "{\"metadata\":{\"annotations\":{\"other\":\"1\"}}}",
        "{\"metadata\":{\"annotations\":{\"kwok.x-k8s.io/node\":null}}}",
        "{\"metadata\":{\"annotations\":{\"kwok.x-k8s.io/node\":\"x\"}}}",
        "{\"metadata\":{\"annotations\":{\"conduit.dev/gpu-memory\":\"v1\",\"other\":\"1\"}}}",
        "{\"metadata\":{\"finalizers\":[\"a.b/c\"]}}",
        "{\"spec\":{\"unschedulable\":true}}",
        "{\"spec\":{\"taints\":null}}"
      })
  void patch_anythingElseOfTheOwnNode_isRefused(String patch) {
    assertThat(refuses("gpu-a", patch)).isTrue();
  }

  @Test
  void patch_endlessValue_isRefused() {
    assertThat(
            refuses(
                "gpu-a",
                "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}"
                    .formatted(GpuMemory.ANNOTATION, "x".repeat(2049))))
        .isTrue();
  }

  @Test
  void node_readListedOrDeleted_isForbidden() {
    try (KubernetesClient probe = asProbe()) {
      for (Runnable act :
          List.<Runnable>of(
              () -> probe.nodes().withName("gpu-a").get(),
              () -> probe.nodes().list(),
              () -> probe.nodes().withName("gpu-a").delete(),
              () -> probe.pods().inNamespace(Charts.NAMESPACE).list())) {
        assertThatThrownBy(act::run)
            .isInstanceOf(KubernetesClientException.class)
            .hasMessageContaining("forbidden");
      }
    }
  }

  /** Whether the API server refuses it by the policy; the client's own patch reads first. */
  private static boolean refuses(String node, String patch) {
    try (KubernetesClient probe = asProbe()) {
      HttpResponse<String> answer =
          probe
              .getHttpClient()
              .sendAsync(
                  probe
                      .getHttpClient()
                      .newHttpRequestBuilder()
                      .uri(plane.url() + "/api/v1/nodes/" + node)
                      .method("PATCH", "application/merge-patch+json", patch)
                      .build(),
                  String.class)
              .join();
      if (answer.code() != 200) {
        assertThat(answer.body()).contains("ValidatingAdmissionPolicy 'conduit-gpu-probe'");
      }
      return answer.code() != 200;
    }
  }

  private static KubernetesClient asProbe() {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(plane.url())
            .withCaCertFile(plane.authority().toString())
            .withOauthToken(token)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static Map<String, String> annotations(String node) {
    Node read = plane.client().nodes().withName(node).get();
    return read.getMetadata().getAnnotations();
  }

  /** Pods of the probe that are on a node, by the node's name. */
  private static List<Pod> probes() {
    return plane
        .client()
        .pods()
        .inNamespace(Charts.NAMESPACE)
        .withLabel("app.kubernetes.io/component", "gpu-probe")
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getSpec().getNodeName() != null)
        .sorted(Comparator.comparing(pod -> pod.getSpec().getNodeName()))
        .toList();
  }

  /** As the kubelet of the pod's node asks for it. */
  private static String tokenOf(Pod pod) {
    return plane
        .client()
        .serviceAccounts()
        .inNamespace(Charts.NAMESPACE)
        .withName(PROBE)
        .tokenRequest(
            new TokenRequestBuilder()
                .withNewSpec()
                .withExpirationSeconds(3600L)
                .withNewBoundObjectRef()
                .withKind("Pod")
                .withApiVersion("v1")
                .withName(pod.getMetadata().getName())
                .withUid(pod.getMetadata().getUid())
                .endBoundObjectRef()
                .endSpec()
                .build())
        .getStatus()
        .getToken();
  }
}
