// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.render;

import dev.conduit.api.v1alpha1.block.EngineKind;
import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.api.v1alpha1.common.SecretKeyRef;
import dev.conduit.operator.cluster.names.DeviceId;
import dev.conduit.operator.cluster.names.ObjectName;
import dev.conduit.operator.core.engine.EngineCommand;
import dev.conduit.operator.core.engine.Probe;
import dev.conduit.operator.core.model.ModelId;
import dev.conduit.operator.core.observed.DurationText;
import dev.conduit.operator.core.observed.Given;
import dev.conduit.operator.core.observed.Taint;
import dev.conduit.operator.core.plan.EngineInstance;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The pod of one engine: restricted, pinned to its node, with the devices that it was planned. */
final class EnginePod {
  private static final Duration DEFAULT_DRAIN = Duration.ofMinutes(5);

  /** Data planes hear within a second that it stops; requests on the way get this long to land. */
  private static final long UNANNOUNCED_SECONDS = 5;

  /** For an engine that drained to its limit to end by itself, before the kubelet ends it. */
  private static final long END_SECONDS = 5;

  static final long OUR_USER = 65532;
  private static final String MODEL_CACHE = "/models";

  private final EngineInstance instance;
  private final InferenceBlockSpec spec;
  private final Images images;
  private final ModelId model;

  EnginePod(EngineInstance instance, InferenceBlockSpec spec, Images images) {
    this.instance = instance;
    this.spec = spec;
    this.images = images;
    this.model = ModelId.parse(spec.models().getFirst().id());
  }

  PodSpec render() {
    return new PodSpecBuilder()
        .withAffinity(pinned(instance.node()))
        .withTolerations(tolerations())
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(UNANNOUNCED_SECONDS + drain().toSeconds() + END_SECONDS)
        .withNewSecurityContext()
        .withFsGroup(OUR_USER)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withContainers(engine())
        .withImagePullSecrets(logins())
        .withVolumes(volumes())
        .build();
  }

  private Container engine() {
    EngineCommand command = instance.command();
    ContainerBuilder container =
        new ContainerBuilder()
            .withName(ObjectName.ENGINE)
            .withImage(images.resolve(command.image().orElse("")))
            .withArgs(
                DrainFlag.in(
                    command.render("0.0.0.0", command.defaultPort()), spec.engine(), drain()))
            .withEnv(environment())
            .addNewPort()
            .withName(ObjectName.HTTP)
            .withContainerPort(command.defaultPort())
            .endPort()
            .withResources(resources())
            .withStartupProbe(probe(command.probes().startup()))
            .withReadinessProbe(probe(command.probes().readiness()))
            .withLivenessProbe(probe(command.probes().liveness()))
            .withNewLifecycle()
            .withNewPreStop()
            .withNewSleep(UNANNOUNCED_SECONDS)
            .endPreStop()
            .endLifecycle()
            .withSecurityContext(security())
            .withVolumeMounts(mounts());
    if (!isOurs()) {
      command.program().ifPresent(program -> container.withCommand(program));
    }
    return container.build();
  }

  static Affinity pinned(String node) {
    return new AffinityBuilder()
        .withNewNodeAffinity()
        .withNewRequiredDuringSchedulingIgnoredDuringExecution()
        .addNewNodeSelectorTerm()
        .addNewMatchField()
        .withKey("metadata.name")
        .withOperator("In")
        .withValues(node)
        .endMatchField()
        .endNodeSelectorTerm()
        .endRequiredDuringSchedulingIgnoredDuringExecution()
        .endNodeAffinity()
        .build();
  }

  private List<Toleration> tolerations() {
    List<Toleration> tolerations = new ArrayList<>();
    if (!gpus().isEmpty()) {
      for (String key : Taint.GPU_KEYS) {
        tolerations.add(new TolerationBuilder().withKey(key).withOperator("Exists").build());
      }
    }
    if (instance.spot()) {
      new TreeMap<>(Taint.SPOT)
          .forEach(
              (key, value) ->
                  tolerations.add(
                      new TolerationBuilder()
                          .withKey(key)
                          .withOperator("Equal")
                          .withValue(value)
                          .build()));
    }
    tolerations.addAll(given(spec));
    return tolerations;
  }

  /** Those that the block states. */
  static List<Toleration> given(InferenceBlockSpec spec) {
    return spec.compute() == null
        ? List.of()
        : Given.list(spec.compute().tolerations()).stream()
            .map(
                given ->
                    new TolerationBuilder()
                        .withKey(given.key())
                        .withOperator(given.operator())
                        .withValue(given.value())
                        .withEffect(given.effect())
                        .withTolerationSeconds(given.tolerationSeconds())
                        .build())
            .toList();
  }

  private List<EnvVar> environment() {
    Map<String, EnvVar> variables = new TreeMap<>();
    variables.put("HOME", new EnvVar("HOME", MODEL_CACHE, null));
    variables.put("HF_HOME", new EnvVar("HF_HOME", MODEL_CACHE + "/huggingface", null));
    instance
        .command()
        .env()
        .forEach((name, value) -> variables.put(name, new EnvVar(name, value, null)));
    instance
        .command()
        .secretEnv()
        .forEach(
            (name, secret) ->
                variables.put(
                    name,
                    new EnvVarBuilder()
                        .withName(name)
                        .withNewValueFrom()
                        .withNewSecretKeyRef(secret.key(), secret.name(), false)
                        .endValueFrom()
                        .build()));
    return List.copyOf(variables.values());
  }

  private ResourceRequirements resources() {
    List<DeviceId> gpus = gpus();
    if (gpus.isEmpty()) {
      return new ResourceRequirementsBuilder()
          .addToRequests("cpu", new Quantity("500m"))
          .addToRequests("memory", new Quantity(Long.toString(instance.charge().value())))
          .build();
    }
    Quantity count = new Quantity(Integer.toString(gpus.size()));
    String resource = gpus.getFirst().resource();
    return new ResourceRequirementsBuilder()
        .addToRequests("cpu", new Quantity("1"))
        .addToRequests("memory", new Quantity("4Gi"))
        .addToRequests(resource, count)
        .addToLimits(resource, count)
        .build();
  }

  /** Images of vendors choose their own user and write where they like; ours need neither. */
  private SecurityContext security() {
    SecurityContextBuilder context =
        new SecurityContextBuilder()
            .withAllowPrivilegeEscalation(false)
            .withNewCapabilities()
            .addToDrop("ALL")
            .endCapabilities();
    if (isOurs()) {
      context.withRunAsNonRoot(true).withRunAsUser(OUR_USER).withReadOnlyRootFilesystem(true);
    }
    return context.build();
  }

  private List<Volume> volumes() {
    List<Volume> volumes = new ArrayList<>();
    volumes.add(scratch("tmp", ""));
    volumes.add(scratch("models", ""));
    if (gpus().size() > 1) {
      // Ranks of one engine talk through shared memory, of which containers get 64 MiB otherwise.
      volumes.add(scratch("shm", "Memory"));
    }
    if (isMounted()) {
      volumes.add(model());
    }
    return volumes;
  }

  /** A simulator loads no weights. */
  private boolean isMounted() {
    return model.isVolume() && spec.engine().kind() != EngineKind.SIMULATOR;
  }

  private Volume model() {
    VolumeBuilder volume = new VolumeBuilder().withName("model");
    return model.scheme().equals("oci")
        ? volume
            .withNewImage()
            .withReference(model.volume())
            .withPullPolicy("IfNotPresent")
            .endImage()
            .build()
        : volume.withNewPersistentVolumeClaim(model.volume(), true).build();
  }

  /** The login that a model's image is pulled with, where the block names one. */
  private List<LocalObjectReference> logins() {
    SecretKeyRef secret = spec.models().getFirst().tokenSecretRef();
    return secret != null && isMounted() && model.scheme().equals("oci")
        ? List.of(new LocalObjectReference(secret.name()))
        : List.of();
  }

  private List<VolumeMount> mounts() {
    List<VolumeMount> mounts = new ArrayList<>();
    mounts.add(new VolumeMountBuilder().withName("tmp").withMountPath("/tmp").build());
    mounts.add(new VolumeMountBuilder().withName("models").withMountPath(MODEL_CACHE).build());
    if (gpus().size() > 1) {
      mounts.add(new VolumeMountBuilder().withName("shm").withMountPath("/dev/shm").build());
    }
    if (isMounted()) {
      mounts.add(
          new VolumeMountBuilder()
              .withName("model")
              .withMountPath(ModelId.MOUNT)
              .withReadOnly(true)
              .build());
    }
    return mounts;
  }

  private static Volume scratch(String name, String medium) {
    return new VolumeBuilder()
        .withName(name)
        .withNewEmptyDir()
        .withMedium(medium.isEmpty() ? null : medium)
        .endEmptyDir()
        .build();
  }

  private static io.fabric8.kubernetes.api.model.Probe probe(Probe probe) {
    return new io.fabric8.kubernetes.api.model.ProbeBuilder()
        .withNewHttpGet()
        .withPath(probe.path())
        .withNewPort(ObjectName.HTTP)
        .endHttpGet()
        .withPeriodSeconds(seconds(probe.period()))
        .withTimeoutSeconds(seconds(probe.timeout()))
        .withFailureThreshold(probe.failureThreshold())
        .build();
  }

  /** The kubelet counts in whole seconds, from one. */
  private static int seconds(Duration duration) {
    return (int) Math.max(1, Math.ceilDiv(duration.toMillis(), 1000));
  }

  private Duration drain() {
    return spec.rollout() == null ? DEFAULT_DRAIN : given(spec.rollout().drainTimeout());
  }

  private static Duration given(@Nullable String text) {
    return text == null ? DEFAULT_DRAIN : DurationText.parse(text);
  }

  private List<DeviceId> gpus() {
    return instance.deviceIds().stream().flatMap(id -> DeviceId.parse(id).stream()).toList();
  }

  private boolean isOurs() {
    return spec.engine().image() == null
        && (spec.engine().kind() == EngineKind.EMBEDDED
            || spec.engine().kind() == EngineKind.SIMULATOR);
  }
}
