// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes.nodes;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The fake nodes of one cluster. Each gets a pod range on loopback; engines can listen at its pods'
 * addresses.
 */
public final class FakeNodes implements AutoCloseable {
  /** The pod range that KWOK is started with; no node of ours uses it. */
  public static final String DEFAULT_RANGE = "127.63.0.0/16";

  private static final String NOT_READY = "testkit.conduit.dev/not-ready";
  private static final String LEASES = "kube-node-lease";
  // Without a resourceVersion: KWOK and the controllers write the same objects all the time.
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static final Duration LONG = Duration.ofDays(1);

  private final KubernetesClient client;
  private final LoopbackRanges ranges = new LoopbackRanges();

  /** Puts the Stage kind and the healthy lives into the cluster; KWOK can start after. */
  public FakeNodes(KubernetesClient client) {
    this.client = client;
    apply("stage-crd.yaml");
    client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName("stages.kwok.x-k8s.io")
        .waitUntilCondition(FakeNodes::isEstablished, 30, TimeUnit.SECONDS);
    apply("lifecycle.yaml");
  }

  /** The lives of their pods. */
  public Stages stages() {
    return new Stages(client);
  }

  /** Adds nodes and waits until they are Ready. */
  public void add(FakeNode... nodes) {
    for (FakeNode node : nodes) {
      client.nodes().resource(node.node(ranges.next())).create();
    }
    for (FakeNode node : nodes) {
      awaitReady(node.name(), "True");
    }
  }

  /** Deletes the node object, as a cloud does when the machine is gone; its pods go too. */
  public void remove(String name) {
    client.nodes().withName(name).delete();
  }

  /**
   * Its kubelet says that it is not ready (its container runtime is down), at once. The controller
   * manager taints it; its pods keep their Ready, which is the kubelet's to change, until they are
   * evicted or the node falls silent.
   */
  public void notReady(String name) {
    annotate(name, true);
    awaitReady(name, "False");
  }

  /**
   * Its kubelet falls silent: after {@code nodeGrace} the controller manager sets the node's Ready
   * to Unknown and its pods' Ready to False. Does not wait for that.
   */
  public void silence(String name) {
    // KWOK plays a node only while it holds the node's lease.
    client
        .leases()
        .inNamespace(LEASES)
        .withName(name)
        .patch(
            MERGE,
            "{\"spec\":{\"holderIdentity\":\"nobody\",\"leaseDurationSeconds\":%d}}"
                .formatted(LONG.toSeconds()));
  }

  /** Ends {@link #notReady} and {@link #silence}; the pods that run there are Ready again. */
  public void ready(String name) {
    annotate(name, false);
    var lease = client.leases().inNamespace(LEASES).withName(name);
    if ("nobody".equals(lease.get().getSpec().getHolderIdentity())) {
      lease.patch(
          MERGE,
          "{\"spec\":{\"leaseDurationSeconds\":1,\"renewTime\":\"2020-01-01T00:00:00.000000Z\"}}");
    }
    awaitReady(name, "True");
    client.pods().inAnyNamespace().withField("spec.nodeName", name).list().getItems().stream()
        .filter(FakeNodes::runs)
        .forEach(this::reportReady);
  }

  /** As a kubelet does when its disk is full: the pod fails, and its owner replaces it. */
  public void evict(Pod pod) {
    client
        .pods()
        .resource(pod)
        .editStatus(
            old -> {
              old.getStatus().setPhase("Failed");
              old.getStatus().setReason("Evicted");
              old.getStatus().setMessage("The node was low on resource: ephemeral-storage. ");
              old.getStatus().setContainerStatuses(List.of());
              return old;
            });
  }

  @Override
  public void close() {
    ranges.close();
  }

  private void apply(String resource) {
    byte[] yaml = Stages.text(resource).getBytes(StandardCharsets.UTF_8);
    client.load(new ByteArrayInputStream(yaml)).forceConflicts().serverSideApply();
  }

  private void annotate(String name, boolean notReady) {
    client
        .nodes()
        .withName(name)
        .patch(
            MERGE,
            "{\"metadata\":{\"annotations\":{\"%s\":%s}}}"
                .formatted(NOT_READY, notReady ? "\"true\"" : "null"));
  }

  private void awaitReady(String name, String status) {
    Waiting.until(
        "node " + name + " has Ready " + status,
        () -> {
          Node node = client.nodes().withName(name).get();
          return node != null
              && node.getStatus().getConditions().stream()
                  .filter(condition -> condition.getType().equals("Ready"))
                  .map(NodeCondition::getStatus)
                  .anyMatch(status::equals);
        });
  }

  private void reportReady(Pod pod) {
    client
        .pods()
        .resource(pod)
        .editStatus(
            old -> {
              for (PodCondition condition : old.getStatus().getConditions()) {
                if (condition.getType().equals("Ready")) {
                  condition.setStatus("True");
                }
              }
              return old;
            });
  }

  private static boolean runs(Pod pod) {
    return "Running".equals(pod.getStatus().getPhase())
        && pod.getStatus().getContainerStatuses().stream().allMatch(ContainerStatus::getReady);
  }

  /** True when the API server serves what it defines. */
  public static boolean isEstablished(@Nullable CustomResourceDefinition crd) {
    // The API server writes a status with "conditions": null first.
    return crd != null
        && crd.getStatus() != null
        && crd.getStatus().getConditions() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(one -> one.getType().equals("Established") && one.getStatus().equals("True"));
  }
}
