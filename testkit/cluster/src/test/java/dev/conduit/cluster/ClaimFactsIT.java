// SPDX-License-Identifier: Apache-2.0
package dev.conduit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.api.v1alpha1.block.InferenceBlockStatus;
import dev.conduit.testkit.kubernetes.audit.Permission;
import dev.conduit.testkit.kubernetes.nodes.FakeNode;
import dev.conduit.testkit.kubernetes.process.Child;
import dev.conduit.testkit.kubernetes.process.Repository;
import dev.conduit.testkit.model.Checkpoints;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An operator that may look into claims. Nodes are fake and run nothing: what a pod says is what
 * the program of its image said of a real folder.
 */
final class ClaimFactsIT {
  private static final String IMAGE = "registry.example/conduit-operator:it";
  private static final String PODS = "count/pods";
  private static final String READER = "app.kubernetes.io/component=model-facts";
  private static final Cluster CLUSTER =
      new Cluster(
          Map.of(
              "CONDUIT_OPERATOR_FACTS_CLAIMS", "true", "CONDUIT_OPERATOR_IMAGES_OPERATOR", IMAGE),
          "facts: {claims: true}");

  static {
    CLUSTER.plane.nodes().add(FakeNode.h100("h100-1", 2));
  }

  @TempDir Path folder;

  @Test
  void modelOnAClaim_isReadByOnePod_andPlacedByWhatItSays() throws IOException {
    Checkpoints.gptOss20b(folder.resolve("oss"));
    try (Space space = CLUSTER.space("claims")) {
      restrict(space);
      space.apply(Resources.vllm("chat", "pvc://models/oss"));
      InferenceBlockStatus missing =
          space.await("chat", one -> Space.isFalse(one, "Accepted", "ModelNotFound"));
      assertThat(Space.message(missing, "Accepted"))
          .contains("pvc://models/oss", space.namespace, "no claim \"models\"");

      space.apply(claim("models", "later"));
      InferenceBlockStatus unbound =
          space.await("chat", one -> Space.isFalse(one, "Accepted", "FactsUnavailable"));
      assertThat(Space.message(unbound, "Accepted")).contains("\"models\" is Pending");
      assertThat(readers(space)).isEmpty();

      space.apply(user("models", "h100-1"));
      space.apply(volume(space, "models", "later", "h100-1"));
      InferenceBlockStatus pending =
          space.await("chat", one -> Space.isFalse(one, "Accepted", "FactsPending"));
      assertThat(Space.message(pending, "Accepted")).contains("claim \"models\"");
      assertThat(Space.isFalse(pending, "Ready", "FactsPending")).isTrue();
      assertThat(pending.phase()).as("it goes on by itself").isEqualTo("Pending");
      Pod reader = awaitReader(space);
      assertThat(reader.getSpec().getAffinity().getNodeAffinity().toString())
          .as("where the claim of one node is mounted already")
          .contains("metadata.name", "h100-1");

      CLUSTER.operator.kill();
      CLUSTER.operator.startAgain();
      says(space, running(space, reader), read("pvc://models/oss"));
      space.await("chat", one -> Space.isTrue(one, "Fits"));
      Space.patiently("the engine is written")
          .until(
              () ->
                  space
                          .client
                          .apps()
                          .deployments()
                          .inNamespace(space.namespace)
                          .list()
                          .getItems()
                          .size()
                      == 1);
      assertThat(readers(space))
          .extracting(pod -> pod.getMetadata().getUid())
          .as("one pod for all that happened")
          .containsExactly(reader.getMetadata().getUid());

      space.apply(Resources.vllm("chat", "pvc://models/other"));
      says(space, running(space, awaitOther(space, reader)), read("pvc://models/other"));
      InferenceBlockStatus empty =
          space.await("chat", one -> Space.isFalse(one, "Accepted", "ModelNotFound"));
      assertThat(Space.message(empty, "Accepted")).contains("other is not there", "\"models\"");
      Space.patiently("what it read before is forgotten").until(() -> readers(space).size() == 1);
    }
    permissions();
  }

  @Test
  void podThatCannotBeMade_orHasNoPlace_orSaysNonsense_isSaid() throws IOException {
    Checkpoints.gptOss20b(folder.resolve("oss"));
    try (Space space = CLUSTER.space("troubles")) {
      space.apply(quota());
      var quotas = space.client.resourceQuotas().inNamespace(space.namespace);
      Space.patiently("the quota counts")
          .until(() -> quotas.withName("few-pods").get().getStatus().getHard().containsKey(PODS));
      space.apply(volume(space, "models", "t", "no-such-node") + claim("models", "t"));
      space.apply(Resources.vllm("chat", "pvc://models/oss"));
      InferenceBlockStatus forbidden =
          space.await(
              "chat",
              one ->
                  Space.isFalse(one, "Accepted", "FactsUnavailable")
                      && Space.message(one, "Accepted").contains("exceeded quota"));
      assertThat(Space.message(forbidden, "Accepted")).contains("claim \"models\"", "few-pods");
      quotas.withName("few-pods").delete();

      InferenceBlockStatus unscheduled =
          space.await(
              "chat",
              one ->
                  Space.isFalse(one, "Accepted", "FactsUnavailable")
                      && Space.message(one, "Accepted").contains("is not scheduled"));
      assertThat(Space.message(unscheduled, "Accepted")).contains("\"models\"", "affinity");

      says(space, awaitReader(space), "{\"format\":1,\"bytes\":{\"HEAD\":-5},\"config\":{}}");
      space.await(
          "chat",
          one ->
              Space.isFalse(one, "Accepted", "FactsUnavailable")
                  && Space.message(one, "Accepted").contains("makes no sense"));

      Pod first = readers(space).getFirst();
      space.client.resource(first).delete();
      says(space, awaitOther(space, first), read("pvc://models/oss"));
      space.await("chat", one -> Space.isTrue(one, "Fits"));
    }
  }

  /** What the chart gives for it is used, and was enough. */
  private static void permissions() {
    var seen =
        CLUSTER
            .plane
            .requests()
            .ofServiceAccount(Installation.NAMESPACE, Installation.ACCOUNT)
            .that(request -> !request.toString().contains("troubles-"));
    assertThat(seen.forbidden().all()).isEmpty();
    assertThat(seen.permissions())
        .contains(
            new Permission("list", "", "persistentvolumeclaims", ""),
            new Permission("watch", "", "persistentvolumeclaims", ""),
            new Permission("create", "", "pods", ""),
            new Permission("delete", "", "pods", ""));
  }

  private static void restrict(Space space) {
    space
        .client
        .namespaces()
        .withName(space.namespace)
        .edit(
            namespace -> {
              namespace
                  .getMetadata()
                  .getLabels()
                  .put("pod-security.kubernetes.io/enforce", "restricted");
              return namespace;
            });
  }

  private static List<Pod> readers(Space space) {
    return space
        .client
        .pods()
        .inNamespace(space.namespace)
        .withLabelSelector(READER)
        .list()
        .getItems();
  }

  private static Pod awaitReader(Space space) {
    Space.patiently("a pod that reads the claim").until(() -> readers(space).size() == 1);
    return readers(space).getFirst();
  }

  private static Pod awaitOther(Space space, Pod before) {
    String uid = before.getMetadata().getUid();
    Space.patiently("another pod")
        .until(
            () -> readers(space).stream().anyMatch(pod -> !uid.equals(pod.getMetadata().getUid())));
    return readers(space).stream()
        .filter(pod -> !uid.equals(pod.getMetadata().getUid()))
        .findFirst()
        .orElseThrow();
  }

  /** Its node would start it after it has spoken, and its words were lost. */
  private static Pod running(Space space, Pod pod) {
    Space.patiently("the pod runs")
        .until(() -> "Running".equals(space.client.resource(pod).get().getStatus().getPhase()));
    return pod;
  }

  /** As a kubelet does when the container has ended. */
  private static void says(Space space, Pod pod, String message) {
    space
        .client
        .pods()
        .inNamespace(space.namespace)
        .withName(pod.getMetadata().getName())
        .editStatus(
            there ->
                new PodBuilder(there)
                    .editOrNewStatus()
                    .withPhase("Succeeded")
                    .withConditions(List.of())
                    .withContainerStatuses(List.of())
                    .addNewContainerStatus()
                    .withName("model-facts")
                    .withImage(IMAGE)
                    .withImageID("")
                    .withReady(false)
                    .withRestartCount(0)
                    .withNewState()
                    .withNewTerminated()
                    .withExitCode(0)
                    .withMessage(message)
                    .endTerminated()
                    .endState()
                    .endContainerStatus()
                    .endStatus()
                    .build());
  }

  /** What the program says of the folder, started with the arguments of the pod and two more. */
  private String read(String id) throws IOException {
    Path words = Files.createTempFile(folder, "termination", "log");
    Child reader =
        Child.start(
            "reader",
            List.of(
                Repository.path("bin/launch").toString(),
                "operator",
                "read-model",
                id,
                words.toString(),
                folder.toString()),
            CLUSTER.plane.folder().resolve("logs/reader.log"),
            Map.of());
    reader.handle().onExit().join();
    assertThat(Files.size(words)).as(reader.tail()).isBetween(1L, 4096L);
    return Files.readString(words);
  }

  /** A pod that has the claim mounted. */
  private static String user(String claim, String node) {
    return """
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: writer
        spec:
          nodeName: %s
          securityContext: {runAsNonRoot: true, runAsUser: 1, seccompProfile: {type: RuntimeDefault}}
          containers:
          - name: writer
            image: registry.example/writer
            securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
          volumes:
          - name: models
            persistentVolumeClaim: {claimName: %s}
        """
        .formatted(node, claim);
  }

  private static String quota() {
    return """
        apiVersion: v1
        kind: ResourceQuota
        metadata:
          name: few-pods
        spec:
          hard: {%s: "0"}
        """
        .formatted(PODS);
  }

  private static String claim(String name, String storageClass) {
    return """
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata:
          name: %s
        spec:
          storageClassName: %s
          accessModes: [ReadWriteOnce]
          resources: {requests: {storage: 1Gi}}
        """
        .formatted(name, storageClass);
  }

  /** A disk of one node. */
  private static String volume(Space space, String claim, String storageClass, String node) {
    return """
        ---
        apiVersion: v1
        kind: PersistentVolume
        metadata:
          name: %1$s-%2$s
        spec:
          storageClassName: %3$s
          accessModes: [ReadWriteOnce]
          capacity: {storage: 1Gi}
          persistentVolumeReclaimPolicy: Retain
          claimRef: {namespace: %1$s, name: %2$s}
          local: {path: /mnt/models}
          nodeAffinity:
            required:
              nodeSelectorTerms:
              - matchExpressions:
                - {key: kubernetes.io/hostname, operator: In, values: [%4$s]}
        """
        .formatted(space.namespace, claim, storageClass, node);
  }
}
