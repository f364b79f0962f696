// SPDX-License-Identifier: Apache-2.0
package dev.conduit.cluster;

import dev.conduit.testkit.kubernetes.ControlPlane;
import dev.conduit.testkit.kubernetes.process.Child;
import dev.conduit.testkit.kubernetes.process.Repository;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers for engine pods on fake nodes: a simulator for each, at the pod's own address, under the
 * model names that the pod was given. Whatever engine the pod names, a simulator answers.
 */
final class PodEngines implements ResourceEventHandler<Pod>, AutoCloseable {
  private final ControlPlane plane;
  private final Map<String, Child> engines = new ConcurrentHashMap<>();
  private final SharedIndexInformer<Pod> pods;

  private PodEngines(ControlPlane plane) {
    this.plane = plane;
    this.pods =
        plane
            .client()
            .pods()
            .inAnyNamespace()
            .withLabel("app.kubernetes.io/component", "engine")
            .runnableInformer(0);
    pods.addEventHandler(this);
    pods.start();
  }

  static PodEngines start(ControlPlane plane) {
    return new PodEngines(plane);
  }

  @Override
  public void onAdd(Pod pod) {
    look(pod);
  }

  @Override
  public void onUpdate(Pod before, Pod pod) {
    look(pod);
  }

  @Override
  public void onDelete(Pod pod, boolean unknownState) {
    stop(pod);
  }

  private void look(Pod pod) {
    boolean runs =
        pod.getStatus().getPodIP() != null
            && "Running".equals(pod.getStatus().getPhase())
            && pod.getMetadata().getDeletionTimestamp() == null;
    if (runs) {
      engines.computeIfAbsent(pod.getMetadata().getUid(), uid -> launch(pod));
    } else {
      stop(pod);
    }
  }

  private void stop(Pod pod) {
    Child engine = engines.remove(pod.getMetadata().getUid());
    if (engine != null) {
      engine.close();
    }
  }

  private Child launch(Pod pod) {
    List<String> command =
        new ArrayList<>(List.of(Repository.path("bin/launch").toString(), "simulator"));
    command.addAll(List.of("--host", pod.getStatus().getPodIP(), "--port", "8000"));
    command.addAll(List.of("--sim-load-time", "0s", "--model", "simulated"));
    String names = pod.getMetadata().getAnnotations().get("conduit.dev/served-names");
    command.add("--served-model-name");
    command.addAll(List.of(Objects.requireNonNull(names, "served-names").split(",")));
    return Child.start(
        "simulator of " + pod.getMetadata().getName(),
        command,
        plane.folder().resolve("logs/pod-" + pod.getMetadata().getName() + ".log"),
        Map.of("CONDUIT_JAVA_OPTS", "-Xmx96m -XX:TieredStopAtLevel=1"));
  }

  @Override
  public void close() {
    pods.stop();
    engines.values().forEach(Child::close);
  }
}
