// SPDX-License-Identifier: Apache-2.0
package dev.conduit.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.conduit.testkit.kubernetes.ControlPlane;
import dev.conduit.testkit.kubernetes.Settings;
import dev.conduit.testkit.kubernetes.process.Repository;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * From an empty machine to an answer of a real model, and back. One story in the order of its
 * chapters: one that fails leaves out those after it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class NodeIT {
  private static final int CHAPTERS = 7;
  private static final int CALLERS = 4;
  private static final String OPERATORS = "app.kubernetes.io/component=operator";
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final Figures FIGURES = new Figures();
  private static ControlPlane plane;
  private static RealNode node;
  private static Kubectl kubectl;
  private static Charts charts;
  private static Example example;
  private static VolumeModels volumes;
  private static int chaptersDone;
  private static int chapter;

  @BeforeAll
  static void start() throws Exception {
    Surroundings here = Surroundings.given();
    Instant begun = Instant.now();
    plane = ControlPlane.start(Settings.realNodes(here.address(), RealNode.USERS));
    FIGURES.took("control plane ready", begun);
    begun = Instant.now();
    volumes = VolumeModels.of(plane, here);
    List<Path> images = new ArrayList<>(images());
    images.add(volumes.image());
    node = RealNode.start(plane, here, images);
    FIGURES.took("images imported, node Ready", begun);
    kubectl = new Kubectl(plane);
    charts = new Charts(plane);
    example = new Example(plane, kubectl);
  }

  @AfterAll
  static void end() {
    if (chaptersDone < CHAPTERS && kubectl != null) {
      FIGURES.say(
          "what was there at the end:\n" + kubectl.run("get", "pods,iblock,rpolicy,deploy", "-A"));
    }
    if (node != null) {
      node.keepLogs(Repository.path("target/e2e/logs"));
      node.close();
    }
    if (plane != null) {
      plane.close();
    }
    FIGURES.print();
  }

  @BeforeEach
  void onlyAfterAllBefore() {
    assumeTrue(chaptersDone == chapter++, "an earlier chapter failed");
  }

  @Test
  @Order(1)
  void install_byTheCharts_theOperatorsRun() {
    Instant begun = Instant.now();
    charts.install();
    FIGURES.took("charts installed, 2 operators ready", begun);
    // They are ready without it.
    patiently("both operators listen")
        .until(() -> operatorsSaid().split("discovery listening", -1).length == 1 + 2);
    assertThat(operatorsSaid())
        .as("two that start at once agree on a certificate")
        .doesNotContain("cannot keep the discovery certificate");
    Stream.concat(
            Stream.of("kube-apiserver", "etcd", "kube-scheduler").map(this::version),
            Stream.concat(node.versions().stream(), node.images().stream()))
        .forEach(FIGURES::ranOn);
    chaptersDone++;
  }

  @Test
  @Order(2)
  void apply_theExample_theAppGetsTheModelsAnswer() {
    Instant begun = Instant.now();
    example.apply();
    patiently("two engines are ready").until(() -> example.isReady("2/2"));
    FIGURES.took("kubectl apply to block Ready, 2/2", begun);
    patiently("the model's answer in the app").until(() -> example.said().contains("Paris"));
    FIGURES.took("kubectl apply to the first answer", begun);
    FIGURES.say("the app's stock client got: " + line(example.said(), "Paris"));
    assertThat(startedAt("conduit", true))
        .as("the sidecar runs before the app")
        .isBeforeOrEqualTo(startedAt("app", false));
    chaptersDone++;
  }

  @Test
  @Order(3)
  void delete_anEngineUnderLoad_isReplacedAndNothingIsLost() {
    example.load(CALLERS);
    Pod gone = oneOfTwoAnswering();
    String name = gone.getMetadata().getName();
    Tally before = example.tally();
    Instant begun = Instant.now();
    kubectl.run("delete", "pod", "-n", Example.NAMESPACE, name);
    patiently("a successor is ready")
        .until(() -> example.readyEngines().stream().anyMatch(pod -> isYounger(pod, gone)));
    FIGURES.took("engine pod deleted, to its successor's Ready", begun);
    Tally change = answersAgain(gone, before);
    FIGURES.say("engine pod deleted under load of " + CALLERS + " callers: " + change);
    assertThat(change.lost()).as("requests that never began").isZero();
    assertThat(change.cut()).as("answers cut: the engine had time to finish them").isZero();
    chaptersDone++;
  }

  @Test
  @Order(4)
  void kill_anEngineUnderLoad_losesNothingThatHadNotBegun() {
    Pod killed = oneOfTwoAnswering();
    Tally before = example.tally();
    Instant begun = Instant.now();
    node.kill(engine(killed).getContainerID().replace("containerd://", ""));
    patiently("it is ready again")
        .until(
            () ->
                example.readyEngines().stream()
                    .anyMatch(
                        pod ->
                            pod.getMetadata().getUid().equals(killed.getMetadata().getUid())
                                && engine(pod).getRestartCount()
                                    > engine(killed).getRestartCount()));
    FIGURES.took("engine process killed, to Ready again", begun);
    Tally change = answersAgain(killed, before);
    FIGURES.say("engine process killed under load of " + CALLERS + " callers: " + change);
    assertThat(change.lost()).as("requests that never began").isZero();
    assertThat(change.cut()).as("answers cut after they began").isLessThanOrEqualTo(CALLERS);
    chaptersDone++;
  }

  @Test
  @Order(5)
  void delete_theAppUnderLoad_itsSidecarServesItToTheEnd() throws Exception {
    Pod app = example.app().orElseThrow();
    try (FollowedLog log = FollowedLog.of(plane, app)) {
      example.deleteApp();
      Tally last = log.ended(PATIENCE);
      FIGURES.say("app deleted under load, its last word: " + last);
      assertThat(last.asked()).isEqualTo(last.answered() + last.cut() + last.lost());
      assertThat(last.lost()).as("requests that the sidecar refused at the end").isZero();
    }
    chaptersDone++;
  }

  @Test
  @Order(6)
  void apply_modelsOnVolumes_theKubeletMountsThemAndTheyAnswer() {
    example.delete(); // the node has room for two engines
    patiently("the example is gone")
        .untilAsserted(() -> assertThat(kubectl.everything(Example.NAMESPACE)).isEmpty());
    Instant begun = Instant.now();
    charts.upgrade("facts.claims", "true");
    FIGURES.took("chart upgraded to read claims", begun);
    begun = Instant.now();
    volumes.apply();
    patiently("the claim was read, and both engines are ready").until(volumes::areReady);
    FIGURES.took("kubectl apply to models of a claim and of an image Ready", begun);
    String words = volumes.readersLastWords();
    assertThat(words).as("written by the kubelet").contains("LlamaForCausalLM");
    FIGURES.say("the claim's reader said, by the kubelet: " + words);
    for (String block : VolumeModels.BLOCKS) {
      assertThat(volumes.ask(block)).as(block).contains("Paris");
    }
    volumes.delete();
    patiently("readers go with their block")
        .untilAsserted(() -> assertThat(kubectl.everything(VolumeModels.NAMESPACE)).isEmpty());
    chaptersDone++;
  }

  @Test
  @Order(7)
  void uninstall_leavesNothing() {
    assertThat(kubectl.run("get", "iblock,rpolicy", "-A", "-o", "name")).isEmpty();
    charts.uninstall();
    kubectl.run("delete", "crd", "inferenceblocks.conduit.dev", "routingpolicies.conduit.dev");
    patiently("the operator is gone")
        .untilAsserted(() -> assertThat(kubectl.everything(Charts.NAMESPACE)).isEmpty());
    assertThat(kubectl.labelled("app.kubernetes.io/managed-by=conduit")).isEmpty();
    assertThat(kubectl.labelled("app.kubernetes.io/part-of=conduit")).isEmpty();
    kubectl.run(
        "delete",
        "namespace",
        Example.NAMESPACE,
        VolumeModels.NAMESPACE,
        Charts.NAMESPACE,
        "--timeout=2m");
    patiently("no container runs").untilAsserted(() -> assertThat(node.containers()).isEmpty());
    FIGURES.say("uninstalled: no object of ours, no definition, no container is left");
    chaptersDone++;
  }

  private static String operatorsSaid() {
    return kubectl.run("logs", "-n", Charts.NAMESPACE, "-l", OPERATORS, "--tail=-1");
  }

  /** One of the two engines, while both answer. */
  private static Pod oneOfTwoAnswering() {
    patiently("both engines are ready").until(() -> !example.readyEngines().isEmpty());
    Tally before = example.tally();
    patiently("answers of both engines")
        .until(
            () ->
                example.tally().since(before).endpoints().values().stream()
                        .filter(count -> count > CALLERS)
                        .count()
                    == 2);
    return example.readyEngines().getFirst();
  }

  /** Waits until an engine's place answers as it did; how all requests went since then. */
  private static Tally answersAgain(Pod pod, Tally before) {
    String endpoint =
        Example.NAMESPACE + "." + pod.getMetadata().getLabels().get("conduit.dev/instance");
    int answers = example.tally().endpoints().getOrDefault(endpoint, 0);
    patiently("it answers again")
        .until(() -> example.tally().endpoints().getOrDefault(endpoint, 0) > answers + 2 * CALLERS);
    return example.tally().since(before);
  }

  private static boolean isYounger(Pod pod, Pod other) {
    return pod.getMetadata()
            .getLabels()
            .get("conduit.dev/instance")
            .equals(other.getMetadata().getLabels().get("conduit.dev/instance"))
        && !pod.getMetadata().getUid().equals(other.getMetadata().getUid());
  }

  private static ContainerStatus engine(Pod pod) {
    return pod.getStatus().getContainerStatuses().getFirst();
  }

  private static Instant startedAt(String container, boolean isInit) {
    Pod app = example.app().orElseThrow();
    List<ContainerStatus> all =
        isInit
            ? app.getStatus().getInitContainerStatuses()
            : app.getStatus().getContainerStatuses();
    return all.stream()
        .filter(status -> status.getName().equals(container))
        .map(status -> Instant.parse(status.getState().getRunning().getStartedAt()))
        .findFirst()
        .orElseThrow();
  }

  private String version(String program) {
    String said = plane.binaries().version(program);
    return said.startsWith("Kubernetes") ? program + ": " + said : said;
  }

  private static String line(String log, String word) {
    return log.lines().filter(line -> line.contains(word)).findFirst().orElse("");
  }

  private static ConditionFactory patiently(String what) {
    return Awaitility.await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(250));
  }

  private static List<Path> images() throws IOException {
    try (Stream<Path> files = Files.list(Repository.path("target/e2e/images"))) {
      return files.filter(file -> file.toString().endsWith(".tar")).sorted().toList();
    }
  }
}
