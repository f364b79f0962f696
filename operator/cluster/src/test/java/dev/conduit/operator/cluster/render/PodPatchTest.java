// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class PodPatchTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final String TEMPLATE =
      """
      metadata:
        labels: {app: engine}
      spec:
        terminationGracePeriodSeconds: 305
        containers:
        - name: engine
          image: vllm/vllm-openai:v0.32.0
          args: [serve, model]
          env:
          - {name: HOME, value: /models}
          - {name: HF_HOME, value: /models/huggingface}
          volumeMounts:
          - {name: tmp, mountPath: /tmp}
        tolerations:
        - {key: nvidia.com/gpu, operator: Exists}
        volumes:
        - {name: tmp, emptyDir: {}}
      """;

  @Test
  void apply_noPatch_isTheTemplate() {
    PodTemplateSpec template = YAML.unmarshal(TEMPLATE, PodTemplateSpec.class);

    assertThat(PodPatch.apply(template, null)).isSameAs(template);
    assertThat(patched("{}")).isEqualTo(template);
  }

  @Test
  void apply_fieldOfAnObject_keepsItsNeighbours() {
    PodTemplateSpec made =
        patched("{metadata: {labels: {team: search}}, spec: {priorityClassName: high}}");

    assertThat(made.getMetadata().getLabels()).hasSize(2).containsEntry("team", "search");
    assertThat(made.getSpec().getPriorityClassName()).isEqualTo("high");
    assertThat(made.getSpec().getTerminationGracePeriodSeconds()).isEqualTo(305);
  }

  @Test
  void apply_null_removesTheField() {
    assertThat(
            patched("{spec: {terminationGracePeriodSeconds: null}}")
                .getSpec()
                .getTerminationGracePeriodSeconds())
        .isNull();
  }

  @Test
  void apply_containerOfTheSameName_isMergedIntoIt() {
    Container engine =
        engine(patched("{spec: {containers: [{name: engine, imagePullPolicy: Always}]}}"));

    assertThat(engine.getImagePullPolicy()).isEqualTo("Always");
    assertThat(engine.getImage()).isEqualTo("vllm/vllm-openai:v0.32.0");
    assertThat(engine.getArgs()).containsExactly("serve", "model");
  }

  @Test
  void apply_containerOfAnotherName_comesBehind() {
    PodTemplateSpec made = patched("{spec: {containers: [{name: logs, image: fluent-bit}]}}");

    assertThat(made.getSpec().getContainers())
        .extracting(Container::getName)
        .containsExactly("engine", "logs");
  }

  @Test
  void apply_environment_isMergedByName() {
    Container engine =
        engine(
            patched(
                "{spec: {containers: [{name: engine, env: [{name: HOME, value: /x}, {name: A, value: b}]}]}}"));

    assertThat(engine.getEnv())
        .extracting(EnvVar::getName, EnvVar::getValue)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("HOME", "/x"),
            org.assertj.core.groups.Tuple.tuple("HF_HOME", "/models/huggingface"),
            org.assertj.core.groups.Tuple.tuple("A", "b"));
  }

  @Test
  void apply_listWithoutMergeKey_isReplaced() {
    PodTemplateSpec made =
        patched(
            "{spec: {tolerations: [{key: team, operator: Exists}], containers: [{name: engine, args: [run]}]}}");

    assertThat(made.getSpec().getTolerations()).extracting("key").containsExactly("team");
    assertThat(engine(made).getArgs()).containsExactly("run");
  }

  @Test
  void apply_volumeAndMount_areMergedByTheirKeys() {
    PodTemplateSpec made =
        patched(
            """
            spec:
              volumes:
              - name: models
                persistentVolumeClaim: {claimName: weights}
              containers:
              - name: engine
                volumeMounts:
                - {name: models, mountPath: /tmp}
                - {name: models, mountPath: /models}
            """);

    assertThat(made.getSpec().getVolumes())
        .extracting(Volume::getName)
        .containsExactly("tmp", "models");
    assertThat(engine(made).getVolumeMounts())
        .extracting(mount -> mount.getMountPath() + "=" + mount.getName())
        .containsExactly("/tmp=models", "/models=models");
  }

  private static PodTemplateSpec patched(String patch) {
    return PodPatch.apply(
        YAML.unmarshal(TEMPLATE, PodTemplateSpec.class),
        YAML.unmarshal("---\n" + patch, JsonNode.class));
  }

  private static Container engine(PodTemplateSpec template) {
    return template.getSpec().getContainers().getFirst();
  }
}
