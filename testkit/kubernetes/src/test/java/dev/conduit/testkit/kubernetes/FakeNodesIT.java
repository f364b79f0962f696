// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conduit.testkit.kubernetes.nodes.FakeNode;
import dev.conduit.testkit.kubernetes.nodes.Stages;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rung 2: the real scheduler, GPU nodes and lives of pods. */
class FakeNodesIT {
  private static ControlPlane plane;

  @BeforeAll
  static void start() {
    plane = ControlPlane.start(Settings.controlPlane());
    plane
        .nodes()
        .add(
            FakeNode.h100("gpu-1", 2).zone("a"),
            FakeNode.h100("gpu-2", 2).zone("b"),
            FakeNode.h100("gpu-3", 2).zone("b"));
  }

  @AfterAll
  static void stop() {
    plane.close();
  }

  @Test
  void sevenOneGpuPods_onSixGpus_leaveOnePending() {
    deploy("seven", 7, 1);
    patiently().until(() -> pods("seven").stream().filter(FakeNodesIT::isRunning).count() == 6);
    patiently().untilAsserted(() -> assertThat(unschedulable("seven")).hasSize(1));
    assertThat(unschedulable("seven").getFirst()).contains("3 Insufficient nvidia.com/gpu");
    assertThat(pods("seven").stream().filter(FakeNodesIT::isRunning))
        .allMatch(pod -> pod.getStatus().getPodIP().startsWith("127."));
    plane.nodes().add(FakeNode.h100("gpu-4", 1));
    patiently().until(() -> pods("seven").stream().allMatch(FakeNodesIT::isRunning));
    plane.client().apps().deployments().inNamespace("seven").delete();
    plane.nodes().remove("gpu-4");
    patiently().until(() -> pods("seven").isEmpty());
  }

  @Test
  void faults_comeAndHeal() {
    deploy("faulty", 1, 0);
    patiently().until(() -> pods("faulty").stream().allMatch(FakeNodesIT::isReady));
    Stages stages = plane.stages().inNamespace("faulty");
    try (Stages.Fault _ = stages.crashLoop("app", "faulty")) {
      patiently().until(() -> reason("faulty").equals("CrashLoopBackOff"));
      int restarts = first("faulty").getRestartCount();
      assertThat(restarts).isPositive();
      assertThat(first("faulty").getLastState().getTerminated().getExitCode()).isEqualTo(1);
      patiently().until(() -> first("faulty").getRestartCount() > restarts);
    }
    patiently().until(() -> pods("faulty").stream().allMatch(FakeNodesIT::isReady));
    try (Stages.Fault _ = stages.imagePullError("app", "faulty")) {
      plane.client().pods().inNamespace("faulty").delete();
      patiently().until(() -> reason("faulty").equals("ImagePullBackOff"));
      assertThat(pods("faulty").getFirst().getStatus().getPhase()).isEqualTo("Pending");
    }
    patiently().until(() -> pods("faulty").stream().allMatch(FakeNodesIT::isReady));
    try (Stages.Fault _ = stages.neverReady("app", "faulty")) {
      assertThat(pods("faulty")).allMatch(FakeNodesIT::isRunning).noneMatch(FakeNodesIT::isReady);
      patiently().during(Duration.ofSeconds(2)).until(() -> !isReady(pods("faulty").getFirst()));
    }
    patiently().until(() -> pods("faulty").stream().allMatch(FakeNodesIT::isReady));
    try (Stages.Fault _ = stages.slowLoad("app", "faulty", Duration.ofSeconds(3))) {
      plane.client().pods().inNamespace("faulty").delete();
      patiently()
          .until(() -> pods("faulty").stream().anyMatch(pod -> isRunning(pod) && !isReady(pod)));
      patiently().until(() -> pods("faulty").stream().allMatch(FakeNodesIT::isReady));
    }
    plane.nodes().evict(pods("faulty").getFirst());
    patiently()
        .until(
            () ->
                pods("faulty").stream().anyMatch(FakeNodesIT::isReady)
                    && pods("faulty").stream()
                        .anyMatch(pod -> "Evicted".equals(pod.getStatus().getReason())));
  }

  @Test
  void node_notReady_isTainted_andSilent_takesReadyFromItsPods() {
    plane.nodes().add(FakeNode.cpu("lonely").label("only", "lonely"));
    deploy("lonely", 1, 0);
    patiently().until(() -> pods("lonely").stream().allMatch(FakeNodesIT::isReady));
    plane.nodes().notReady("lonely");
    patiently()
        .until(
            () ->
                plane.client().nodes().withName("lonely").get().getSpec().getTaints().stream()
                    .anyMatch(taint -> taint.getKey().equals("node.kubernetes.io/not-ready")));
    plane.nodes().ready("lonely");
    plane.nodes().silence("lonely");
    patiently().until(() -> pods("lonely").stream().noneMatch(FakeNodesIT::isReady));
    assertThat(plane.client().nodes().withName("lonely").get().getStatus().getConditions())
        .anyMatch(one -> one.getType().equals("Ready") && one.getStatus().equals("Unknown"));
    plane.nodes().ready("lonely");
    patiently().until(() -> pods("lonely").stream().allMatch(FakeNodesIT::isReady));
    plane.nodes().remove("lonely");
  }

  /** What takes seconds may take long on a busy machine. */
  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofMinutes(2));
  }

  private static void deploy(String name, int replicas, int gpus) {
    plane.createNamespace(name);
    Map<String, Quantity> limits =
        gpus == 0 ? Map.of() : Map.of("nvidia.com/gpu", new Quantity(Integer.toString(gpus)));
    plane
        .client()
        .resource(
            new DeploymentBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(name)
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .addToMatchLabels("app", name)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", name)
                .endMetadata()
                .withNewSpec()
                .withNodeSelector(name.equals("lonely") ? Map.of("only", name) : Map.of())
                .addNewContainer()
                .withName("engine")
                .withImage("docker.io/local/engine:1")
                .withNewResources()
                .withLimits(limits)
                .endResources()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();
    patiently().until(() -> pods(name).size() == replicas);
  }

  private static List<Pod> pods(String namespace) {
    return plane.client().pods().inNamespace(namespace).list().getItems().stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  private static ContainerStatus first(String namespace) {
    return pods(namespace).getFirst().getStatus().getContainerStatuses().getFirst();
  }

  private static String reason(String namespace) {
    return pods(namespace).stream()
        .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
        .filter(status -> status.getState().getWaiting() != null)
        .map(status -> status.getState().getWaiting().getReason())
        .findFirst()
        .orElse("");
  }

  private static List<String> unschedulable(String namespace) {
    return pods(namespace).stream()
        .flatMap(pod -> pod.getStatus().getConditions().stream())
        .filter(condition -> "Unschedulable".equals(condition.getReason()))
        .map(PodCondition::getMessage)
        .toList();
  }

  private static boolean isRunning(Pod pod) {
    return pod.getStatus().getPhase().equals("Running");
  }

  private static boolean isReady(Pod pod) {
    return isRunning(pod)
        && pod.getStatus().getConditions().stream()
            .anyMatch(one -> one.getType().equals("Ready") && one.getStatus().equals("True"));
  }
}
