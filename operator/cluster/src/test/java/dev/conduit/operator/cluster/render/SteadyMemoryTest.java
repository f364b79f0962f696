// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.contract.Bytes;
import dev.conduit.contract.GpuMemory;
import dev.conduit.operator.cluster.gather.ClusterGatherer;
import dev.conduit.operator.cluster.gather.ClusterView;
import dev.conduit.operator.cluster.gather.ProbeResults;
import dev.conduit.operator.cluster.names.Label;
import dev.conduit.operator.core.model.GpuCatalogue;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.plan.EngineInstance;
import dev.conduit.operator.core.plan.Plan;
import dev.conduit.operator.core.plan.Planner;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Engines keep running when their GPUs' memory becomes known better; new ones get all of it. */
class SteadyMemoryTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final Bytes TABLE = Bytes.ofGib(79.18);
  private static final String VLLM = "kind: vllm";
  private static final String LABELS =
      "{nvidia.com/gpu.product: NVIDIA-H100-80GB-HBM3, nvidia.com/gpu.memory: '81559'}";
  private static final String CUSTOM =
      "kind: custom, image: example.com/own:1, custom: {command: [serve, '{{port}}', '{{model}}']}";
  private static final String KV = "--kv-cache-memory-bytes";

  @ParameterizedTest
  @ValueSource(doubles = {0.995, 0.9999, 1.0001, 1.005, 1.1})
  void plan_memoryObservedALittleOff_placedEnginesStayAsTheyAre(double factor) {
    Plan before = plan(observed(1, "", List.of()));
    List<Deployment> running = rendered(before, 1);

    Plan after = plan(observed(1, probed(factor), running));

    assertThat(after.desired()).isEqualTo(before.desired());
    assertThat(rendered(after, 1)).isEqualTo(running);
    assertThat(plan(observed(1, "", running)).desired()).isEqualTo(before.desired());
  }

  @ParameterizedTest
  @ValueSource(strings = {"kind: tgi", CUSTOM})
  void plan_commandSaysNothingOfMemory_placedEngineKeepsItsChargeAndSoItsPod(String engine) {
    List<Deployment> running = rendered(plan(observed(1, "", List.of(), engine)), 1, engine);

    Plan after = plan(observed(1, probed(1.05), running, engine));

    assertThat(rendered(after, 1, engine)).isEqualTo(running).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kind: vllm", "kind: sglang", "kind: llamacpp", "kind: tgi", CUSTOM})
  void plan_sizedForIsWrittenOverWithNonsense_engineStaysAndItIsMended(String engine) {
    List<Deployment> running = rendered(plan(observed(1, "", List.of(), engine)), 1, engine);

    for (String nonsense : List.of("", "0", "1", "4096", "-5", "999999999999999999")) {
      List<Deployment> spoilt = running.stream().map(one -> sizedFor(one, nonsense)).toList();
      assertThat(rendered(plan(observed(1, "", spoilt, engine)), 1, engine)).isEqualTo(running);
    }
  }

  @Test
  void plan_onlyTheProbeNamedTheGpusAndItsWordIsGone_engineStaysAndNothingNewComes() {
    String probed = probed(1.0);
    List<Deployment> running = rendered(plan(observed(1, probed, List.of(), VLLM, "{}")), 1, VLLM);

    Plan after = plan(observed(2, "", running, VLLM, "{}"));

    assertThat(rendered(after, 2, VLLM)).isEqualTo(running).hasSize(1);
  }

  private static Deployment sizedFor(Deployment deployment, String bytes) {
    return new DeploymentBuilder(deployment)
        .editMetadata()
        .addToAnnotations(Label.SIZED_FOR, bytes)
        .endMetadata()
        .build();
  }

  @Test
  void plan_furtherReplicaOnceMemoryIsObserved_isSizedForIt() {
    List<Deployment> running = rendered(plan(observed(1, "", List.of())), 1);

    Plan after = plan(observed(2, probed(1.05), running));

    assertThat(after.desired()).hasSize(2);
    assertThat(kv(after, 1) - kv(after, 0))
        .isBetween(Bytes.ofGib(3).value(), Bytes.ofGib(4).value());
    assertThat(rendered(after, 2).getFirst()).isEqualTo(running.getFirst());
    assertThat(rendered(plan(observed(2, "", rendered(after, 2))), 2))
        .as("and stays so when nothing is observed any more")
        .isEqualTo(rendered(after, 2));
  }

  @Test
  void plan_deviceSmallerThanTheEngineWasCharged_isPlannedAnew() {
    Plan before = plan(observed(1, "", List.of()));

    Plan after = plan(observed(1, probed(0.85), rendered(before, 1)));

    assertThat(after.desired()).extracting(EngineInstance::id).isNotEmpty();
    assertThat(after.desired()).isNotEqualTo(before.desired());
    assertThat(kv(after, 0)).isLessThan(kv(before, 0));
  }

  private static long kv(Plan plan, int replica) {
    List<String> command = plan.desired().get(replica).command().render(8000);
    return Long.parseLong(command.get(command.indexOf(KV) + 1));
  }

  private static String probed(double factor) {
    long bytes = Math.round(TABLE.value() * factor);
    return new GpuMemory(List.of(new GpuMemory.Group(2, new Bytes(bytes), "NVIDIA H100 80GB HBM3")))
        .toString();
  }

  private static Plan plan(Observed observed) {
    return new Planner().plan(observed, Instant.parse("2026-03-01T12:00:00Z"));
  }

  private static Observed observed(int replicas, String annotation, List<Deployment> running) {
    return observed(replicas, annotation, running, VLLM);
  }

  private static Observed observed(
      int replicas, String annotation, List<Deployment> running, String engine) {
    return observed(replicas, annotation, running, engine, LABELS);
  }

  private static Observed observed(
      int replicas, String annotation, List<Deployment> running, String engine, String labels) {
    var view =
        new ClusterView(
            List.of(block(replicas, engine)),
            List.of(),
            List.of(node(annotation, labels)),
            running,
            running.stream().map(SteadyMemoryTest::pod).toList(),
            ProbeResults.TRUSTING);
    return new ClusterGatherer(GpuCatalogue.bundled()).gather(view).observed();
  }

  private static List<Deployment> rendered(Plan plan, int replicas) {
    return rendered(plan, replicas, VLLM);
  }

  private static List<Deployment> rendered(Plan plan, int replicas, String engine) {
    return plan.desired().stream()
        .map(one -> EngineDeployment.of(one, block(replicas, engine), new Images(Map.of())))
        .toList();
  }

  private static Pod pod(Deployment deployment) {
    var template = deployment.getSpec().getTemplate();
    return new PodBuilder()
        .withMetadata(template.getMetadata())
        .editMetadata()
        .withName(deployment.getMetadata().getName() + "-x")
        .withNamespace("team")
        .withUid(deployment.getMetadata().getName())
        .endMetadata()
        .withSpec(template.getSpec())
        .editSpec()
        .withNodeName("gpu-0")
        .endSpec()
        .withNewStatus()
        .withPhase("Running")
        .withPodIP("10.0.0.1")
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .endCondition()
        .endStatus()
        .build();
  }

  private static InferenceBlock block(int replicas, String engine) {
    return YAML.unmarshal(
        """
        apiVersion: conduit.dev/v1alpha1
        kind: InferenceBlock
        metadata: {name: qwen, namespace: team, uid: u1}
        spec:
          models: [{id: Qwen/Qwen2.5-7B-Instruct}]
          engine: {%s}
          replicas: %d
        """
            .formatted(engine, replicas),
        InferenceBlock.class);
  }

  private static Node node(String annotation, String labels) {
    return YAML.unmarshal(
        """
        apiVersion: v1
        kind: Node
        metadata:
          name: gpu-0
          labels: %s
          annotations: {other: "1"%s}
        status:
          allocatable: {cpu: "16", memory: 128Gi, nvidia.com/gpu: "2"}
          conditions: [{type: Ready, status: "True"}]
        """
            .formatted(
                labels,
                annotation.isEmpty()
                    ? ""
                    : ", %s: \"%s\"".formatted(GpuMemory.ANNOTATION, annotation)),
        Node.class);
  }
}
