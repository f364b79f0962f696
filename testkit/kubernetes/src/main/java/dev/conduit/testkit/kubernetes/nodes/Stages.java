// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes.nodes;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * The lives of pods on fake nodes, as KWOK's Stage resources. A healthy pod is Running and Ready at
 * once. A fault holds for all pods with a label, those that run already and those to come, until it
 * is cleared; then they heal. It concerns the pod's first container.
 */
public final class Stages {
  private static final String FAULT = "testkit.conduit.dev/fault";
  private static final String ANYWHERE = "";
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final KubernetesClient client;
  private final String namespace;

  Stages(KubernetesClient client) {
    this(client, ANYWHERE);
  }

  private Stages(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** The same, for faults of one namespace's pods only. */
  public Stages inNamespace(String name) {
    return new Stages(client, name);
  }

  /**
   * The container exits with 1 after 0.3 s and is restarted after 10 s: CrashLoopBackOff with a
   * growing restart count.
   */
  public Fault crashLoop(String label, String value) {
    return play("crash-loop", label, value, Duration.ZERO, waiting("CrashLoopBackOff"));
  }

  /** ErrImagePull, and ImagePullBackOff after a second. */
  public Fault imagePullError(String label, String value) {
    return play(
        "image-pull-error",
        label,
        value,
        Duration.ZERO,
        waiting("ErrImagePull").or(waiting("ImagePullBackOff")));
  }

  /** Running, and never Ready. */
  public Fault neverReady(String label, String value) {
    return play("never-ready", label, value, Duration.ZERO, pod -> !first(pod).getReady());
  }

  /** Running at once, Ready after a time. Pods that are Ready already stay so. */
  public Fault slowLoad(String label, String value, Duration time) {
    return play("slow-load", label, value, time, _ -> true);
  }

  /** Ends all faults. */
  public void clear() {
    client.genericKubernetesResources("kwok.x-k8s.io/v1alpha1", "Stage").withLabel(FAULT).delete();
    client.pods().inAnyNamespace().list().getItems().forEach(this::touch);
  }

  /** A fault that is played. Closing it lets the pods heal. */
  public final class Fault implements AutoCloseable {
    private final String name;
    private final String label;
    private final String value;

    private Fault(String name, String label, String value) {
      this.name = name;
      this.label = label;
      this.value = value;
    }

    @Override
    public void close() {
      client
          .genericKubernetesResources("kwok.x-k8s.io/v1alpha1", "Stage")
          .withLabel(FAULT, name)
          .delete();
      touchUntil("pods with " + label + "=" + value + " heal", label, value, Stages::isHealthy);
    }
  }

  private Fault play(
      String kind, String label, String value, Duration delay, Predicate<Pod> isPlayed) {
    String name = kind + "-" + NUMBER.incrementAndGet();
    Map<String, String> values =
        Map.of(
            "${name}", name,
            "${label}", label,
            "${value}", value,
            "${namespace}", namespace,
            "${namespaceOperator}", namespace.equals(ANYWHERE) ? "NotIn" : "In",
            "${delay}", Long.toString(delay.toMillis()));
    String text = text("faults/" + kind + ".yaml") + "\n---\n" + text("faults/seen.yaml");
    for (Map.Entry<String, String> one : values.entrySet()) {
      text = text.replace(one.getKey(), one.getValue());
    }
    client
        .load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
        .forceConflicts()
        .serverSideApply();
    new Canary(client).awaitSeen(name, this::touch);
    touchUntil("KWOK plays " + name, label, value, isPlayed);
    return new Fault(name, label, value);
  }

  /** Stages are matched when a pod changes: this changes those that are not so yet. */
  private void touchUntil(String what, String label, String value, Predicate<Pod> isSo) {
    Waiting.until(
        what,
        () -> pods(label, value).stream().allMatch(isSo),
        () -> pods(label, value).stream().filter(isSo.negate()).forEach(this::touch));
  }

  private void touch(Pod pod) {
    client
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName())
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"testkit.conduit.dev/touched\":\"%d\"}}}"
                .formatted(NUMBER.incrementAndGet()));
  }

  private List<Pod> pods(String label, String value) {
    return client.pods().inAnyNamespace().withLabel(label, value).list().getItems().stream()
        .filter(
            pod -> namespace.equals(ANYWHERE) || namespace.equals(pod.getMetadata().getNamespace()))
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(pod -> !pod.getStatus().getContainerStatuses().isEmpty())
        .filter(pod -> List.of("Pending", "Running").contains(pod.getStatus().getPhase()))
        .toList();
  }

  private static boolean isHealthy(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream().allMatch(ContainerStatus::getReady);
  }

  private static Predicate<Pod> waiting(String reason) {
    return pod ->
        first(pod).getState().getWaiting() != null
            && reason.equals(first(pod).getState().getWaiting().getReason());
  }

  private static ContainerStatus first(Pod pod) {
    return pod.getStatus().getContainerStatuses().getFirst();
  }

  static String text(String resource) {
    try (InputStream stream = Stages.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("no resource " + resource);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }
}
