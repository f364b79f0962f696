// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.gather;

import dev.conduit.operator.cluster.names.Label;
import dev.conduit.operator.cluster.names.ObjectName;
import dev.conduit.operator.core.observed.EnginePhase;
import dev.conduit.operator.core.observed.Given;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.RunningEngine;
import dev.conduit.operator.core.observed.Trouble;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One engine from its Deployment and pods.
 *
 * <pre>
 *   no live pod, or not up           STARTING
 *   up, ready, not yet probed        STARTING
 *   up, ready, probe passed          READY
 *   probe passed, no longer ready    UNHEALTHY
 *   ended by itself                  FAILED
 *   Deployment going or gone         DRAINING, until the last pod is gone
 * </pre>
 */
final class EngineReading {
  private static final int DEFAULT_PORT = 8000;

  private final EngineObjects objects;
  private final EngineAnnotations written;
  private final NodeStates nodes;
  private final ProbeResults probes;

  EngineReading(EngineObjects objects, NodeStates nodes, ProbeResults probes) {
    this.objects = objects;
    this.written = objects.written();
    this.nodes = nodes;
    this.probes = probes;
  }

  RunningEngine read() {
    Map<String, String> labels = new TreeMap<>(Given.map(objects.meta().getLabels()));
    String namespace = objects.meta().getNamespace();
    String instance = labels.getOrDefault(Label.INSTANCE, objects.meta().getName());
    String replica = labels.getOrDefault(Label.REPLICA, "");
    EnginePhase phase = phase();
    return new RunningEngine(
        ObjectName.toInstanceId(namespace, instance),
        ObjectRef.block(namespace, labels.getOrDefault(Label.BLOCK, "")),
        replica.matches("[0-9]{1,6}") ? Integer.parseInt(replica) : 0,
        labels.getOrDefault(Label.REVISION, ""),
        node(),
        written.devices(),
        alive().map(EngineRun::url),
        phase,
        written.charge(),
        written.servedNames(),
        objects.sizedFor(),
        phase == EnginePhase.READY || phase == EnginePhase.DRAINING ? Optional.empty() : trouble());
  }

  /** The run that must prove itself, once the kubelet calls it ready. */
  Optional<EngineRun> ready() {
    return objects.live().filter(EngineReading::isReady).flatMap(this::run);
  }

  /** The run, once it has an address. */
  Optional<EngineRun> alive() {
    return objects.live().flatMap(this::run);
  }

  private Optional<EngineRun> run(Pod pod) {
    String address = pod.getStatus() == null ? "" : Given.or(pod.getStatus().getPodIP(), "");
    if (address.isEmpty() || !PodsOnNode.holds(pod)) {
      return Optional.empty();
    }
    String host = address.contains(":") ? "[" + address + "]" : address;
    int restarts = engine(pod).map(container -> Given.or(container.getRestartCount(), 0)).orElse(0);
    return Optional.of(
        new EngineRun(
            pod.getMetadata().getUid(),
            restarts,
            URI.create("http://" + host + ":" + port(pod)),
            written.healthPath(),
            written.servedNames()));
  }

  private static int port(Pod pod) {
    return Given.list(pod.getSpec().getContainers()).stream()
        .filter(container -> ObjectName.ENGINE.equals(container.getName()))
        .flatMap(container -> Given.list(container.getPorts()).stream())
        .filter(port -> ObjectName.HTTP.equals(port.getName()))
        .map(ContainerPort::getContainerPort)
        .findFirst()
        .orElse(DEFAULT_PORT);
  }

  private EnginePhase phase() {
    if (objects.isGoing()) {
      return EnginePhase.DRAINING;
    }
    if (objects.live().isEmpty()) {
      return EnginePhase.STARTING;
    }
    Pod pod = objects.live().get();
    if (isReady(pod) && nodes.isReady(EngineObjects.nodeOf(pod))) {
      return hasPassed() ? EnginePhase.READY : EnginePhase.STARTING;
    }
    if (hasEnded(pod)) {
      return EnginePhase.FAILED;
    }
    return hasPassed() ? EnginePhase.UNHEALTHY : EnginePhase.STARTING;
  }

  private boolean hasPassed() {
    return alive()
        .flatMap(probes::of)
        .filter(ProbeResults.Result.Passed.class::isInstance)
        .isPresent();
  }

  private Optional<Trouble> trouble() {
    if (objects.live().isEmpty()) {
      return notCreated();
    }
    Pod pod = objects.live().get();
    return PodTrouble.of(pod, nodes.isReady(EngineObjects.nodeOf(pod))).or(this::probeFailed);
  }

  private Optional<Trouble> probeFailed() {
    return alive()
        .flatMap(probes::of)
        .flatMap(
            result ->
                switch (result) {
                  case ProbeResults.Result.Passed passed -> Optional.empty();
                  case ProbeResults.Result.Failed(String note) ->
                      Optional.of(new Trouble(Trouble.Kind.PROBE_FAILED, note));
                });
  }

  /** A quota or a policy may forbid the pod; the Deployment then says so. */
  private Optional<Trouble> notCreated() {
    return objects
        .deployment()
        .flatMap(d -> Optional.ofNullable(d.getStatus()))
        .flatMap(
            status ->
                Given.list(status.getConditions()).stream()
                    .filter(condition -> "ReplicaFailure".equals(condition.getType()))
                    .filter(condition -> "True".equals(condition.getStatus()))
                    .findFirst())
        .map(
            condition ->
                new Trouble(
                    Trouble.Kind.NOT_APPLIED,
                    "has no pod: " + Given.or(condition.getMessage(), "")));
  }

  /**
   * Where it holds its devices. An engine whose pod cannot come to the node that was planned holds
   * nothing, and is to be planned anew: then empty.
   */
  private String node() {
    if (!objects.boundTo().isEmpty()) {
      return objects.boundTo();
    }
    return nodes.canTake(written.node(), written.devices()) ? written.node() : "";
  }

  private static boolean isReady(Pod pod) {
    return pod.getStatus() != null
        && PodsOnNode.holds(pod)
        && Given.list(pod.getStatus().getConditions()).stream()
            .filter(condition -> "Ready".equals(condition.getType()))
            .anyMatch(condition -> "True".equals(condition.getStatus()));
  }

  private static boolean hasEnded(Pod pod) {
    return !PodsOnNode.holds(pod)
        || engine(pod)
            .flatMap(container -> Optional.ofNullable(container.getState()))
            .filter(EngineReading::isDown)
            .isPresent();
  }

  private static boolean isDown(ContainerState state) {
    return state.getTerminated() != null
        || (state.getWaiting() != null
            && "CrashLoopBackOff".equals(state.getWaiting().getReason()));
  }

  private static Optional<ContainerStatus> engine(Pod pod) {
    return pod.getStatus() == null
        ? Optional.empty()
        : Given.list(pod.getStatus().getContainerStatuses()).stream()
            .filter(container -> ObjectName.ENGINE.equals(container.getName()))
            .findFirst();
  }
}
