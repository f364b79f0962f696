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
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
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

  private final Optional<Deployment> deployment;
  private final List<Pod> pods;
  private final NodeStates nodes;
  private final ProbeResults probes;
  private final EngineAnnotations written;
  private final ObjectMeta meta;

  /**
   * @param deployment empty when only pods of it are left
   * @param pods all of the instance; at least one when there is no Deployment
   */
  EngineReading(
      Optional<Deployment> deployment, List<Pod> pods, NodeStates nodes, ProbeResults probes) {
    this.deployment = deployment;
    this.pods = pods;
    this.nodes = nodes;
    this.probes = probes;
    this.meta =
        deployment.map(Deployment::getMetadata).orElseGet(() -> pods.getFirst().getMetadata());
    this.written =
        EngineAnnotations.of(
            deployment
                .map(d -> d.getSpec().getTemplate().getMetadata())
                .orElseGet(() -> pods.getFirst().getMetadata()));
  }

  RunningEngine read() {
    Map<String, String> labels = new TreeMap<>(Given.map(meta.getLabels()));
    Optional<Pod> live = live();
    Optional<EngineRun> run = live.flatMap(this::run);
    EnginePhase phase = phase(live, run);
    String replica = labels.getOrDefault(Label.REPLICA, "");
    return new RunningEngine(
        ObjectName.toInstanceId(
            meta.getNamespace(), labels.getOrDefault(Label.INSTANCE, meta.getName())),
        ObjectRef.block(meta.getNamespace(), labels.getOrDefault(Label.BLOCK, "")),
        replica.matches("[0-9]{1,6}") ? Integer.parseInt(replica) : 0,
        labels.getOrDefault(Label.REVISION, ""),
        node(live),
        written.devices(),
        run.map(EngineRun::url),
        phase,
        written.charge(),
        written.servedNames(),
        phase == EnginePhase.READY || phase == EnginePhase.DRAINING
            ? Optional.empty()
            : trouble(live, run));
  }

  /** The run that must prove itself, once the kubelet calls it ready. */
  Optional<EngineRun> ready() {
    return live().filter(EngineReading::isReady).flatMap(this::run);
  }

  /** The run, once it has an address. */
  Optional<EngineRun> alive() {
    return live().flatMap(this::run);
  }

  /** The newest pod that is not on its way out. */
  private Optional<Pod> live() {
    Comparator<Pod> byAge =
        Comparator.comparing((Pod pod) -> Given.or(pod.getMetadata().getCreationTimestamp(), ""))
            .thenComparing(pod -> pod.getMetadata().getName());
    return pods.stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(PodsOnNode::holds)
        .max(byAge)
        .or(() -> pods.stream().filter(pod -> !PodsOnNode.holds(pod)).max(byAge));
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

  private EnginePhase phase(Optional<Pod> live, Optional<EngineRun> run) {
    boolean going =
        deployment.isEmpty() || deployment.get().getMetadata().getDeletionTimestamp() != null;
    if (going) {
      return EnginePhase.DRAINING;
    }
    if (live.isEmpty()) {
      return EnginePhase.STARTING;
    }
    boolean passed =
        run.flatMap(probes::of).filter(ProbeResults.Result.Passed.class::isInstance).isPresent();
    if (isReady(live.get()) && nodes.isReady(nodeOf(live.get()))) {
      return passed ? EnginePhase.READY : EnginePhase.STARTING;
    }
    if (hasEnded(live.get())) {
      return EnginePhase.FAILED;
    }
    return passed ? EnginePhase.UNHEALTHY : EnginePhase.STARTING;
  }

  private Optional<Trouble> trouble(Optional<Pod> live, Optional<EngineRun> run) {
    if (live.isEmpty()) {
      return notCreated();
    }
    Pod pod = live.get();
    return PodTrouble.of(pod, nodes.isReady(nodeOf(pod)))
        .or(
            () ->
                run.flatMap(probes::of)
                    .flatMap(
                        result ->
                            switch (result) {
                              case ProbeResults.Result.Passed passed -> Optional.empty();
                              case ProbeResults.Result.Failed(String note) ->
                                  Optional.of(new Trouble(Trouble.Kind.PROBE_FAILED, note));
                            }));
  }

  /** A quota or a policy may forbid the pod; the Deployment then says so. */
  private Optional<Trouble> notCreated() {
    return deployment
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
  private String node(Optional<Pod> live) {
    String bound = live.map(EngineReading::nodeOf).orElse("");
    if (!bound.isEmpty()) {
      return bound;
    }
    return nodes.canTake(written.node(), written.devices()) ? written.node() : "";
  }

  private static String nodeOf(Pod pod) {
    return pod.getSpec() == null ? "" : Given.or(pod.getSpec().getNodeName(), "");
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
            .filter(
                container ->
                    container.getState() != null
                        && (container.getState().getTerminated() != null
                            || (container.getState().getWaiting() != null
                                && "CrashLoopBackOff"
                                    .equals(container.getState().getWaiting().getReason()))))
            .isPresent();
  }

  private static Optional<ContainerStatus> engine(Pod pod) {
    return pod.getStatus() == null
        ? Optional.empty()
        : Given.list(pod.getStatus().getContainerStatuses()).stream()
            .filter(container -> ObjectName.ENGINE.equals(container.getName()))
            .findFirst();
  }
}
