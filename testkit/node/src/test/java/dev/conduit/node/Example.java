// SPDX-License-Identifier: Apache-2.0
package dev.conduit.node;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.api.v1alpha1.block.InferenceBlockStatus;
import dev.conduit.testkit.kubernetes.ControlPlane;
import dev.conduit.testkit.kubernetes.process.Repository;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.List;
import java.util.Optional;

/** The folder examples/kubernetes-cpu in a namespace of its own. */
final class Example {
  static final String NAMESPACE = "chat";
  static final String BLOCK = "small";
  static final String APP = "chat-app";
  private static final String FOLDER =
      Repository.path("examples/kubernetes-cpu").toAbsolutePath().toString();

  private final KubernetesClient client;
  private final Kubectl kubectl;

  Example(ControlPlane plane, Kubectl kubectl) {
    this.client = plane.client();
    this.kubectl = kubectl;
  }

  void apply() {
    kubectl.run("create", "namespace", NAMESPACE);
    kubectl.run("apply", "-n", NAMESPACE, "-f", FOLDER);
  }

  void deleteApp() {
    kubectl.run("delete", "-n", NAMESPACE, "-f", FOLDER + "/app.yaml", "--timeout=3m");
  }

  /** All of it, and what the operator made of it. */
  void delete() {
    kubectl.run(
        "delete", "-n", NAMESPACE, "-f", FOLDER, "--ignore-not-found", "--wait", "--timeout=3m");
  }

  Optional<InferenceBlockStatus> status() {
    InferenceBlock block =
        client.resources(InferenceBlock.class).inNamespace(NAMESPACE).withName(BLOCK).get();
    return Optional.ofNullable(block).map(InferenceBlock::getStatus);
  }

  boolean isReady(String replicas) {
    return status()
        .filter(status -> replicas.equals(status.ready()))
        .filter(
            status ->
                status.conditions().stream()
                    .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True")))
        .isPresent();
  }

  /** Both engines' pods, when they are there and ready; empty else. */
  List<Pod> readyEngines() {
    List<Pod> ready = engines().stream().filter(Readiness.getInstance()::isReady).toList();
    return isReady("2/2") && ready.size() == 2 ? ready : List.of();
  }

  /** The app's pod, once it is ready and the only one. */
  Optional<Pod> app() {
    List<Pod> pods = client.pods().inNamespace(NAMESPACE).withLabel("app", APP).list().getItems();
    return Optional.of(pods)
        .filter(all -> all.size() == 1)
        .map(List::getFirst)
        .filter(Readiness.getInstance()::isReady);
  }

  /** What the app said so far. */
  String said() {
    return app()
        .map(
            pod ->
                client
                    .pods()
                    .inNamespace(NAMESPACE)
                    .withName(pod.getMetadata().getName())
                    .inContainer("app")
                    .getLog())
        .orElse("");
  }

  Tally tally() {
    return Tally.last(said());
  }

  /** Replaces the app by one that asks all the time. */
  void load(int callers) {
    kubectl.run(
        "set",
        "env",
        "-n",
        NAMESPACE,
        "deployment/" + APP,
        "-c",
        "app",
        "CHAT_CALLERS=" + callers,
        "CHAT_PAUSE_SECONDS=0");
    kubectl.run("rollout", "status", "-n", NAMESPACE, "deployment/" + APP, "--timeout=3m");
  }

  /** Engine pods that are not on their way out. */
  private List<Pod> engines() {
    return client
        .pods()
        .inNamespace(NAMESPACE)
        .withLabel("conduit.dev/block", BLOCK)
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }
}
