// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import dev.conduit.packaging.chart.Manifests;
import dev.conduit.packaging.image.UnpackedImage;
import dev.conduit.testkit.kubernetes.ControlPlane;
import dev.conduit.testkit.kubernetes.Settings;
import dev.conduit.testkit.kubernetes.nodes.FakeNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The charts on a real control plane; the operator out of its image where a test needs one. */
class InstallIT {
  private static final Path CHARTS = Path.of("..");
  private static final String NAMESPACE = Charts.NAMESPACE;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** What any namespace has, and what the cluster tells about it for a while. */
  private static final List<String> ALWAYS =
      List.of("configmap/kube-root-ca.crt", "serviceaccount/default", "event");

  @TempDir static Path folder;
  private static ControlPlane plane;

  @BeforeAll
  static void start() {
    plane = ControlPlane.start(Settings.controlPlane());
    plane.nodes().add(FakeNode.h100("node-1", 1), FakeNode.h100("node-2", 1));
  }

  @AfterAll
  static void stop() {
    plane.close();
  }

  @BeforeEach
  void definitions() {
    Charts.createNamespace(plane);
    Helm.uninstall("conduit-crds")
        .withNamespace(NAMESPACE)
        .withKubeConfig(plane.kubeconfig())
        .ignoreNotFound()
        .call();
    Charts.installDefinitions(plane);
  }

  @AfterEach
  void uninstall() {
    Helm.uninstall("conduit")
        .withNamespace(NAMESPACE)
        .withKubeConfig(plane.kubeconfig())
        .ignoreNotFound()
        .call();
    // The garbage collector takes them; the next ones would keep away from those that are left.
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(plane.client().pods().inNamespace(NAMESPACE).list().getItems())
                    .isEmpty());
  }

  @Test
  void install_restrictedNamespace_bothOperatorsRun() {
    install().waitReady().withTimeout(180).call();
    // Helm waits for the replica set; the status of its deployment follows.
    awaitAvailable(NAMESPACE, 2);
    assertThat(
            plane.client().pods().inNamespace(NAMESPACE).list().getItems().stream()
                .map(pod -> pod.getSpec().getNodeName())
                .distinct())
        .as("they spread")
        .hasSize(2);
  }

  @Test
  void upgrade_toOneReplica_takesTheBudgetAway() {
    install().call();
    assertThat(everything()).contains("poddisruptionbudget.policy/conduit-operator");
    new Helm(CHARTS.resolve("conduit"))
        .upgrade()
        .withName("conduit")
        .withNamespace(NAMESPACE)
        .withKubeConfig(plane.kubeconfig())
        .set("replicas", 1)
        .waitReady()
        .withTimeout(180)
        .call();
    assertThat(everything()).doesNotContain("poddisruptionbudget.policy/conduit-operator");
    assertThat(
            plane
                .client()
                .apps()
                .deployments()
                .inNamespace(NAMESPACE)
                .withName("conduit-operator")
                .get()
                .getSpec()
                .getReplicas())
        .isEqualTo(1);
  }

  @Test
  void install_monitoringAsked_isThereOnceTheClusterHasIt() {
    install().set("metrics.serviceMonitor.enabled", true).call();
    assertThat(everything()).noneMatch(name -> name.contains("monitoring.coreos.com"));
    uninstall();
    plane.apply(Path.of("src/test/resources/monitoring.yaml"));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                Stream.of("ServiceMonitor", "PrometheusRule")
                    .allMatch(kind -> plane.client().supports("monitoring.coreos.com/v1", kind)));
    install()
        .set("metrics.serviceMonitor.enabled", true)
        .set("metrics.prometheusRule.enabled", true)
        .call();
    assertThat(everything())
        .contains(
            "servicemonitor.monitoring.coreos.com/conduit-operator",
            "prometheusrule.monitoring.coreos.com/conduit-operator");
  }

  @Test
  void uninstall_afterTheOperatorRan_leavesNothingButTheDefinitions() throws Exception {
    requireRoot();
    install().call();
    Process operator =
        OperatorImage.built(folder).start(plane, Map.of(), Path.of("target/image-operator.log"));
    try {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(operator.isAlive()).as("see target/image-operator.log").isTrue();
                assertThat(everything())
                    .contains(
                        "lease.coordination.k8s.io/conduit-operator",
                        "secret/conduit-discovery-tls");
              });
    } finally {
      UnpackedImage.end(operator);
    }
    uninstall();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(everything()).isEmpty());
    assertThat(kubectl("get", "clusterrole,clusterrolebinding", "-o", "name"))
        .noneMatch(name -> name.endsWith("/conduit-operator"));
    assertThat(kubectl("get", "crd", "-o", "name"))
        .contains(
            "customresourcedefinition.apiextensions.k8s.io/inferenceblocks.conduit.dev",
            "customresourcedefinition.apiextensions.k8s.io/routingpolicies.conduit.dev");
  }

  @Test
  void definitions_uninstalled_stayAndCanBeInstalledAgain() {
    Helm.uninstall("conduit-crds")
        .withNamespace(NAMESPACE)
        .withKubeConfig(plane.kubeconfig())
        .call();
    assertThat(kubectl("get", "crd", "-o", "name"))
        .contains("customresourcedefinition.apiextensions.k8s.io/inferenceblocks.conduit.dev");
    Charts.installDefinitions(plane);
    assertThat(plane.client().supports("conduit.dev/v1alpha1", "InferenceBlock")).isTrue();
  }

  @Test
  void manifests_applied_areAccepted() throws IOException {
    Path manifests = folder.resolve("manifests");
    new Manifests(CHARTS, "conduit-plain").write(manifests, List.of());
    plane.apply(manifests.resolve("conduit.yaml"));
    awaitAvailable("conduit-plain", 2);
    kubectl("delete", "-f", manifests.resolve("conduit.yaml").toString());
  }

  private static void awaitAvailable(String namespace, int replicas) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        plane
                            .client()
                            .apps()
                            .deployments()
                            .inNamespace(namespace)
                            .withName("conduit-operator")
                            .get()
                            .getStatus()
                            .getAvailableReplicas())
                    .isEqualTo(replicas));
  }

  private static void requireRoot() {
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && "root".equals(System.getProperty("user.name")),
        "running an image as another user needs root on Linux");
  }

  private static InstallCommand install() {
    return Charts.operator(plane);
  }

  /** Every object of the namespace that is ours, of every kind that there is. */
  private static List<String> everything() {
    List<String> kinds = kubectl("api-resources", "--namespaced", "--verbs=list", "-o", "name");
    return kubectl(
            "get", String.join(",", kinds), "-n", NAMESPACE, "-o", "name", "--ignore-not-found")
        .stream()
        .filter(name -> ALWAYS.stream().noneMatch(name::startsWith))
        .filter(name -> !name.contains("conduit-crds"))
        .toList();
  }

  private static List<String> kubectl(String... arguments) {
    try {
      List<String> command = new java.util.ArrayList<>();
      command.add(plane.binaries().program("kubectl").toString());
      command.add("--kubeconfig=" + plane.kubeconfig());
      command.addAll(List.of(arguments));
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      List<String> lines =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .toList();
      assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
      return lines;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
