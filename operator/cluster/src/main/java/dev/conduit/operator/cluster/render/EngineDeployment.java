// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.render;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.operator.cluster.names.Label;
import dev.conduit.operator.cluster.names.ObjectName;
import dev.conduit.operator.core.plan.EngineInstance;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;
import java.util.TreeMap;

/**
 * One planned engine as a Deployment of one pod.
 *
 * <p>One per engine and not one per block: the plan knows which replica goes to which node and
 * which may go before its successor is ready, and a Deployment of several pods would decide both
 * anew. The Deployment only starts the pod again where it was planned. Source: decision 0008.
 */
public final class EngineDeployment {
  private final EngineInstance instance;
  private final InferenceBlock block;
  private final Images images;

  private EngineDeployment(EngineInstance instance, InferenceBlock block, Images images) {
    this.instance = instance;
    this.block = block;
    this.images = images;
  }

  /** The whole intent, for server-side apply. */
  public static Deployment of(EngineInstance instance, InferenceBlock block, Images images) {
    return new EngineDeployment(instance, block, images).render();
  }

  private Deployment render() {
    String name = ObjectName.ofInstance(instance.id(), instance.block());
    Map<String, String> labels = new TreeMap<>();
    labels.put(Label.REPLICA, Integer.toString(instance.replica()));
    labels.put(Label.REVISION, instance.revision());
    labels.put(Label.INSTANCE, name);
    return new DeploymentBuilder()
        .withMetadata(metadata(name, labels))
        .withNewSpec()
        .withReplicas(1)
        .withRevisionHistoryLimit(0)
        .withNewStrategy()
        .withType("Recreate")
        .endStrategy()
        .withNewSelector()
        .addToMatchLabels(Label.INSTANCE, name)
        .endSelector()
        .withTemplate(template(labels))
        .endSpec()
        .build();
  }

  /** What is said here and not in the template may change without a restart of the engine. */
  private ObjectMeta metadata(String name, Map<String, String> labels) {
    return new ObjectMetaBuilder(Owned.by(block, Label.BLOCK, name, labels))
        .addToAnnotations(Label.SIZED_FOR, Long.toString(instance.sizedFor().value()))
        .build();
  }

  private PodTemplateSpec template(Map<String, String> instanceLabels) {
    Map<String, String> labels = new TreeMap<>(instanceLabels);
    labels.put(Label.MANAGED_BY, Label.CONDUIT);
    labels.put(Label.COMPONENT, ObjectName.ENGINE);
    labels.put(Label.BLOCK, block.getMetadata().getName());
    PodTemplateSpec template =
        new PodTemplateSpecBuilder()
            .withNewMetadata()
            .withLabels(labels)
            .withAnnotations(annotations())
            .endMetadata()
            .withSpec(new EnginePod(instance, block.getSpec(), images).render())
            .build();
    return PodPatch.apply(template, block.getSpec().podPatch());
  }

  private Map<String, String> annotations() {
    Map<String, String> annotations = new TreeMap<>();
    annotations.put(Label.NODE, instance.node());
    annotations.put(Label.DEVICES, String.join(",", instance.deviceIds()));
    annotations.put(Label.CHARGE, Long.toString(instance.charge().value()));
    annotations.put(Label.SERVED_NAMES, String.join(",", instance.command().servedNames()));
    annotations.put(Label.HEALTH_PATH, instance.command().probes().readiness().path());
    return annotations;
  }
}
