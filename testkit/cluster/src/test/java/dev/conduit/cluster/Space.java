// SPDX-License-Identifier: Apache-2.0
package dev.conduit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.api.v1alpha1.block.InferenceBlockStatus;
import dev.conduit.api.v1alpha1.policy.RoutingPolicy;
import dev.conduit.contract.Endpoint;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.SnapshotCodec;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A namespace, and what tests do and see in it. Closing it deletes what Conduit made there. */
final class Space implements AutoCloseable {
  /** Longer than Kubernetes takes to give up pods of a deleted node (40 s), on a busy machine. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String OURS = "app.kubernetes.io/managed-by=conduit";

  final Cluster cluster;
  final String namespace;
  final KubernetesClient client;

  Space(Cluster cluster, String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.client = cluster.plane.client();
  }

  /** As kubectl apply does, by a person. */
  void apply(String yaml) {
    for (HasMetadata resource :
        client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))).items()) {
      resource.getMetadata().setNamespace(namespace);
      client.resource(resource).fieldManager("kubectl").forceConflicts().serverSideApply();
    }
  }

  InferenceBlock block(String name) {
    return client.resources(InferenceBlock.class).inNamespace(namespace).withName(name).get();
  }

  RoutingPolicy policy(String name) {
    return client.resources(RoutingPolicy.class).inNamespace(namespace).withName(name).get();
  }

  void deleteBlock(String name) {
    client.resources(InferenceBlock.class).inNamespace(namespace).withName(name).delete();
  }

  /** Waits until the block's status, for its present generation, is as wanted; that status. */
  InferenceBlockStatus await(String block, Predicate<InferenceBlockStatus> wanted) {
    return await(block, PATIENCE, wanted);
  }

  InferenceBlockStatus await(String block, Duration limit, Predicate<InferenceBlockStatus> wanted) {
    String[] last = {"no status"};
    try {
      // Not read anew in the end: it may be another one then.
      return Awaitility.await()
          .atMost(limit)
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                InferenceBlock there = block(block);
                if (there == null || there.getStatus() == null) {
                  return Optional.<InferenceBlockStatus>empty();
                }
                last[0] = there.getStatus().toString();
                Long generation = there.getMetadata().getGeneration();
                return Optional.of(there.getStatus())
                    .filter(status -> generation.equals(status.observedGeneration()))
                    .filter(wanted);
              },
              Optional::isPresent)
          .orElseThrow();
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "%s/%s is not as wanted after %s; its status: %s; the operator said:\n%s"
              .formatted(namespace, block, limit, last[0], cluster.operator.tail()),
          e);
    }
  }

  InferenceBlockStatus awaitReady(String block) {
    return await(block, status -> isTrue(status, "Ready"));
  }

  static boolean isTrue(InferenceBlockStatus status, String type) {
    return condition(status, type).filter(c -> "True".equals(c.getStatus())).isPresent();
  }

  /** Whether the condition is not True, for this reason. */
  static boolean isFalse(InferenceBlockStatus status, String type, String reason) {
    return condition(status, type)
        .filter(c -> "False".equals(c.getStatus()) && reason.equals(c.getReason()))
        .isPresent();
  }

  static Optional<Condition> condition(InferenceBlockStatus status, String type) {
    return status.conditions().stream().filter(c -> type.equals(c.getType())).findFirst();
  }

  static String message(InferenceBlockStatus status, String type) {
    return condition(status, type).map(Condition::getMessage).orElse("");
  }

  /** Pods of a block that are not on their way out. */
  List<Pod> pods(String block) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel("conduit.dev/block", block)
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  /** What the policy's ConfigMap holds. */
  Optional<RoutingSnapshot> snapshot(String policy) {
    ConfigMap map =
        client.configMaps().inNamespace(namespace).withName("conduit-snapshot-" + policy).get();
    return map == null
        ? Optional.empty()
        : switch (new SnapshotCodec()
            .decode(map.getData().get("snapshot.json").getBytes(StandardCharsets.UTF_8))) {
          case SnapshotCodec.Decoded.Valid(RoutingSnapshot snapshot) -> Optional.of(snapshot);
          case SnapshotCodec.Decoded.Invalid(List<String> problems) ->
              throw new IllegalStateException(problems.toString());
        };
  }

  /** URLs that the policy's snapshot calls ready, sorted. */
  List<String> readyUrls(String policy) {
    return snapshot(policy).stream()
        .flatMap(snapshot -> snapshot.targets().stream())
        .flatMap(target -> target.endpoints().stream())
        .filter(Endpoint::ready)
        .map(endpoint -> endpoint.url().toString())
        .sorted()
        .toList();
  }

  /** Everything with our label, kind and name. */
  List<String> ours() {
    return Stream.<List<? extends HasMetadata>>of(
            client
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withLabelSelector(OURS)
                .list()
                .getItems(),
            client
                .apps()
                .replicaSets()
                .inNamespace(namespace)
                .withLabelSelector(OURS)
                .list()
                .getItems(),
            client.pods().inNamespace(namespace).withLabelSelector(OURS).list().getItems(),
            client.services().inNamespace(namespace).withLabelSelector(OURS).list().getItems(),
            client.configMaps().inNamespace(namespace).withLabelSelector(OURS).list().getItems(),
            client
                .policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(namespace)
                .withLabelSelector(OURS)
                .list()
                .getItems())
        .flatMap(List::stream)
        .map(object -> object.getKind() + " " + object.getMetadata().getName())
        .toList();
  }

  static org.awaitility.core.ConditionFactory patiently(String what) {
    return Awaitility.await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(100));
  }

  @Override
  public void close() {
    client.resources(RoutingPolicy.class).inNamespace(namespace).delete();
    client.resources(InferenceBlock.class).inNamespace(namespace).delete();
    patiently("nothing of ours is left in " + namespace)
        .untilAsserted(() -> assertThat(ours()).isEmpty());
    client.namespaces().withName(namespace).delete();
  }
}
