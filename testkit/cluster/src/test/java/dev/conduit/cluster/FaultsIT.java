// SPDX-License-Identifier: Apache-2.0
package dev.conduit.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.testkit.kubernetes.nodes.FakeNode;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every peer of the operator fails, one after the other; the state converges and nothing is lost.
 */
final class FaultsIT {
  private final Cluster cluster = Cluster.shared();

  @Test
  void apiServer_restarted_operatorGoesOn() {
    try (Space space = cluster.space("apiserver")) {
      space.apply(Resources.light("chat", 1));
      space.awaitReady("chat");

      cluster.plane.restartApiServer();

      space.apply(Resources.light("chat", 2));
      space.await("chat", status -> "2/2".equals(status.ready()));
    }
  }

  @Test
  void watches_expired_operatorListsAnew() {
    try (Space space = cluster.space("gone")) {
      space.apply(Resources.light("chat", 1));
      space.awaitReady("chat");

      cluster.plane.expireWatches();

      space.apply(Resources.light("chat", 2));
      space.await("chat", status -> "2/2".equals(status.ready()));
    }
  }

  @Test
  void deployment_editedByHand_isPutRight() {
    try (Space space = cluster.space("hand")) {
      space.apply(Resources.light("chat", 1));
      space.awaitReady("chat");
      Deployment engine = engine(space);
      String image = image(engine);

      space
          .client
          .resource(engine)
          .patch(
              new PatchContext.Builder()
                  .withPatchType(PatchType.STRATEGIC_MERGE)
                  .withFieldManager("kubectl-edit")
                  .build(),
              """
              {"spec":{"template":{"spec":{"containers":[{"name":"engine","image":"example.com/other:1"}]}}}}
              """);

      Space.patiently("the image is ours again").until(() -> image.equals(image(engine(space))));
      space.awaitReady("chat");
    }
  }

  @Test
  void objects_deletedByHand_areMadeAgain() {
    try (Space space = cluster.space("deleted")) {
      space.apply(Resources.light("chat", 1));
      space.apply(Resources.policy("all", "chat"));
      space.awaitReady("chat");

      space.client.resource(engine(space)).delete();
      space.client.services().inNamespace(space.namespace).withName("chat").delete();
      space
          .client
          .configMaps()
          .inNamespace(space.namespace)
          .withName("conduit-snapshot-all")
          .delete();

      Space.patiently("all are there again")
          .untilAsserted(
              () ->
                  assertThat(space.ours())
                      .contains(
                          "Service chat",
                          "PodDisruptionBudget chat",
                          "ConfigMap conduit-snapshot-all")
                      .anyMatch(object -> object.startsWith("Deployment chat-0-")));
      space.awaitReady("chat");
      Space.patiently("published").until(() -> space.readyUrls("all").size() == 1);
    }
  }

  @Test
  void otherController_ownsAField_isReportedAndNotFoughtOver() {
    try (Space space = cluster.space("conflict")) {
      space.apply(Resources.light("chat", 1));
      space.awaitReady("chat");
      Deployment engine = engine(space);
      Deployment intent =
          new DeploymentBuilder()
              .withNewMetadata()
              .withName(engine.getMetadata().getName())
              .withNamespace(space.namespace)
              .endMetadata()
              .withNewSpec()
              .withRevisionHistoryLimit(7)
              .endSpec()
              .build();
      space
          .client
          .resource(intent)
          .fieldManager("other-controller")
          .forceConflicts()
          .serverSideApply();

      var status = space.await("chat", one -> Space.isFalse(one, "Provisioned", "NotApplied"));
      assertThat(Space.message(status, "Provisioned"))
          .contains("other-controller", ".spec.revisionHistoryLimit");
      assertThat(engine(space).getSpec().getRevisionHistoryLimit()).isEqualTo(7);

      // It gives the field up.
      intent.setSpec(null);
      space
          .client
          .resource(intent)
          .fieldManager("other-controller")
          .forceConflicts()
          .serverSideApply();
      space.await("chat", one -> Space.isTrue(one, "Provisioned") && Space.isTrue(one, "Ready"));
      assertThat(engine(space).getSpec().getRevisionHistoryLimit()).isZero();
    }
  }

  @Test
  void service_ofAnotherOwnerHasTheName_isReportedAndLeftAlone() {
    try (Space space = cluster.space("taken")) {
      space
          .client
          .resource(
              new ServiceBuilder()
                  .withNewMetadata()
                  .withName("chat")
                  .withNamespace(space.namespace)
                  .endMetadata()
                  .withNewSpec()
                  .addNewPort()
                  .withPort(80)
                  .endPort()
                  .withSelector(Map.of("app", "theirs"))
                  .endSpec()
                  .build())
          .create();
      space.apply(Resources.light("chat", 1));

      var status = space.await("chat", one -> Space.isFalse(one, "Provisioned", "NotApplied"));
      assertThat(Space.message(status, "Provisioned"))
          .contains("Service " + space.namespace + "/chat exists and is not of this resource");
      var service = space.client.services().inNamespace(space.namespace).withName("chat").get();
      assertThat(service.getSpec().getSelector()).isEqualTo(Map.of("app", "theirs"));
    }
  }

  @Test
  void node_deleted_engineMovesToAnother() {
    cluster.plane.nodes().add(FakeNode.cpu("pair-1").label("pool", "pair"));
    try (Space space = cluster.space("nodegone")) {
      space.apply(
          Resources.light("chat", 1)
              .replace(
                  "  replicas: 1",
                  "  compute:\n    nodeSelector:\n      pool: pair\n  replicas: 1"));
      assertThat(space.awaitReady("chat").nodes()).isEqualTo("pair-1");
      cluster.plane.nodes().add(FakeNode.cpu("pair-2").label("pool", "pair"));

      cluster.plane.nodes().remove("pair-1");

      space.await(
          "chat", status -> Space.isTrue(status, "Ready") && "pair-2".equals(status.nodes()));
    } finally {
      cluster.plane.nodes().remove("pair-2");
    }
  }

  @Test
  void namespace_deleted_leavesNothingAndTheOperatorWell() {
    Space space = cluster.space("nsgone");
    space.apply(Resources.light("chat", 1));
    space.apply(Resources.policy("all", "chat"));
    space.awaitReady("chat");

    space.client.namespaces().withName(space.namespace).delete();

    Space.patiently("the namespace is gone")
        .until(() -> space.client.namespaces().withName(space.namespace).get() == null);
    try (Space other = cluster.space("after")) {
      other.apply(Resources.light("chat", 1));
      other.awaitReady("chat");
    }
  }

  @Test
  void operator_killedAmidAReconcile_convergesAfterItsRestart() {
    try (Space space = cluster.space("killed")) {
      for (int i = 0; i < 6; i++) {
        space.apply(Resources.light("chat-" + i, 2));
      }
      Space.patiently("it has begun").until(() -> !space.ours().isEmpty());
      cluster.operator.kill();
      cluster.operator.startAgain();

      for (int i = 0; i < 6; i++) {
        assertThat(space.awaitReady("chat-" + i).ready()).isEqualTo("2/2");
      }
      assertThat(space.client.apps().deployments().inNamespace(space.namespace).list().getItems())
          .hasSize(12);
    }
  }

  @Test
  void certificate_damaged_isMadeAnewByTheNextOperator() {
    var secret =
        cluster
            .plane
            .client()
            .secrets()
            .inNamespace(Installation.NAMESPACE)
            .withName("conduit-discovery-tls");
    String damaged = Base64.getEncoder().encodeToString("damaged".getBytes(UTF_8));
    secret.edit(
        old -> {
          old.getData().put("tls.crt", damaged);
          return old;
        });

    cluster.operator.stop();
    cluster.operator.startAgain();

    Space.patiently("the certificate is another")
        .until(() -> !damaged.equals(secret.get().getData().get("tls.crt")));
  }

  private static Deployment engine(Space space) {
    return space
        .client
        .apps()
        .deployments()
        .inNamespace(space.namespace)
        .withLabel("conduit.dev/block", "chat")
        .list()
        .getItems()
        .getFirst();
  }

  private static String image(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
  }
}
