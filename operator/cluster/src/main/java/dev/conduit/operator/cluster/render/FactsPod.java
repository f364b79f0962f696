// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.render;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.operator.cluster.names.Label;
import dev.conduit.operator.cluster.names.ObjectName;
import dev.conduit.operator.core.model.ModelId;
import dev.conduit.operator.core.observed.Taint;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The pod that reads the headers of a model on a claim, once, and says what they are when it ends.
 *
 * <p>A bare pod and no Job: what forbids it (a quota, pod security) is then the API's answer to
 * whoever makes it and not an event, and what it said stays as long as it does. Source: decision
 * 0028.
 */
public final class FactsPod {
  /** The argument that makes the operator's program read a model and end. */
  public static final String VERB = "read-model";

  /** The kubelet ends it then: a mount that never comes, a store that does not answer. */
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  private static final String VOLUME = "model";

  private final InferenceBlock block;
  private final ModelId model;
  private final String image;

  private FactsPod(InferenceBlock block, String image) {
    this.block = block;
    this.model = ModelId.parse(block.getSpec().models().getFirst().id());
    this.image = image;
  }

  /**
   * The whole intent.
   *
   * @param block whose first model is on a claim; it owns the pod
   * @param image of the operator
   * @param reads digest of what is read, see {@link Label#READS}
   * @param attempt from 1
   * @param node the only one that may mount the claim now; empty for any
   */
  public static Pod of(InferenceBlock block, String image, String reads, int attempt, String node) {
    return new FactsPod(block, image).render(reads, attempt, node);
  }

  private Pod render(String reads, int attempt, String node) {
    return new PodBuilder()
        .withMetadata(
            Owned.by(
                block,
                Label.BLOCK,
                "conduit-facts-%s-%d".formatted(reads, attempt),
                new TreeMap<>(
                    Map.of(
                        Label.COMPONENT,
                        ObjectName.FACTS,
                        Label.READS,
                        reads,
                        Label.ATTEMPT,
                        Integer.toString(attempt)))))
        .withNewSpec()
        .withRestartPolicy("Never")
        .withActiveDeadlineSeconds(DEADLINE.toSeconds())
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withAffinity(node.isEmpty() ? null : EnginePod.pinned(node))
        .withTolerations(tolerations())
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(EnginePod.OUR_USER)
        .withRunAsGroup(EnginePod.OUR_USER)
        .withFsGroup(EnginePod.OUR_USER)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withContainers(reader())
        .withVolumes(
            new VolumeBuilder()
                .withName(VOLUME)
                .withNewPersistentVolumeClaim(model.volume(), true)
                .build())
        .endSpec()
        .build();
  }

  /** Limits too: a quota on them refuses pods without. */
  private Container reader() {
    return new ContainerBuilder()
        .withName(ObjectName.FACTS)
        .withImage(image)
        .withArgs(VERB, model.raw())
        .withNewResources()
        .addToRequests("cpu", new Quantity("100m"))
        .addToRequests("memory", new Quantity("256Mi"))
        .addToLimits("cpu", new Quantity("1"))
        .addToLimits("memory", new Quantity("512Mi"))
        .endResources()
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .addToDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .withVolumeMounts(
            new VolumeMountBuilder()
                .withName(VOLUME)
                .withMountPath(ModelId.MOUNT)
                .withReadOnly(true)
                .build())
        .build();
  }

  /** Where the engine may go, for the volume may be there only. */
  private List<Toleration> tolerations() {
    List<Toleration> all = new ArrayList<>();
    for (String key : Taint.GPU_KEYS) {
      all.add(new TolerationBuilder().withKey(key).withOperator("Exists").build());
    }
    all.addAll(EnginePod.given(block.getSpec()));
    return all;
  }
}
