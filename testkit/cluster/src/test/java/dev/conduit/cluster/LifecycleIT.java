// SPDX-License-Identifier: Apache-2.0
package dev.conduit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.testkit.kubernetes.audit.Request;
import dev.conduit.testkit.kubernetes.audit.Requests;
import dev.conduit.testkit.kubernetes.nodes.Stages;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Edit, scale, delete, restart. */
final class LifecycleIT {
  private final Cluster cluster = Cluster.shared();

  @Test
  void edit_readyBlock_replacesEveryPodAndNeverLosesTheLastEndpoint() throws Exception {
    try (Space space = cluster.space("edit")) {
      space.apply(Resources.light("chat", 2));
      space.apply(Resources.policy("all", "chat"));
      String before = space.awaitReady("chat").revision();
      Space.patiently("both endpoints are published")
          .until(() -> space.readyUrls("all").size() == 2);
      Set<String> oldPods = names(space.pods("chat"));

      space.apply(Resources.light("chat", 2).replace("maxModelLen: 2048", "maxModelLen: 1024"));
      boolean[] lost = {false};
      space.await(
          "chat",
          status -> {
            lost[0] |= space.readyUrls("all").isEmpty();
            return Space.isTrue(status, "Ready") && !before.equals(status.revision());
          });

      assertThat(lost[0]).as("a moment without any ready endpoint").isFalse();
      Space.patiently("the old pods are gone")
          .untilAsserted(
              () ->
                  assertThat(names(space.pods("chat")))
                      .hasSize(2)
                      .doesNotContainAnyElementsOf(oldPods));
    }
  }

  @Test
  void scale_upAndDown_convergesAndKeepsWhatStays() {
    try (Space space = cluster.space("scale")) {
      space.apply(Resources.light("chat", 1));
      space.awaitReady("chat");
      String first = space.pods("chat").getFirst().getMetadata().getName();

      space.apply(Resources.light("chat", 3));
      space.await("chat", status -> "3/3".equals(status.ready()));
      assertThat(names(space.pods("chat"))).contains(first);

      space.apply(Resources.light("chat", 1));
      space.await("chat", status -> "1/1".equals(status.ready()));
      Space.patiently("one pod is left")
          .until(() -> names(space.pods("chat")).equals(Set.of(first)));
    }
  }

  @Test
  void delete_block_leavesNothingWithOurLabel() {
    try (Space space = cluster.space("delete")) {
      space.apply(Resources.light("chat", 2));
      space.apply(Resources.policy("all", "chat"));
      space.awaitReady("chat");
      assertThat(space.ours()).contains("Service chat", "PodDisruptionBudget chat");

      space
          .client
          .resources(dev.conduit.api.v1alpha1.policy.RoutingPolicy.class)
          .inNamespace(space.namespace)
          .withName("all")
          .delete();
      space.deleteBlock("chat");

      Space.patiently("the block is gone").until(() -> space.block("chat") == null);
      Space.patiently("nothing is left").until(() -> space.ours().isEmpty());
    }
  }

  @Test
  void restart_everythingSettled_writesNothing() {
    try (Space space = cluster.space("restart")) {
      space.apply(Resources.light("chat", 2));
      space.apply(Resources.policy("all", "chat"));
      space.awaitReady("chat");
      Space.patiently("published").until(() -> space.readyUrls("all").size() == 2);
      settle();

      long mark = cluster.plane.mark();
      cluster.operator.stop();
      cluster.operator.startAgain();
      settle();

      Requests ours = ofOperator(mark);
      assertThat(ours.that(request -> request.verb().equals("watch")).count())
          .as("the new process did look")
          .isPositive();
      assertThat(withoutLease(ours.writes())).isEmpty();
    }
  }

  /**
   * A deletion that comes while the operator writes a status must not wait for the look that it
   * takes once a minute.
   */
  @Test
  void delete_whileStatusIsWritten_isNotForgotten() {
    for (int i = 0; i < 10; i++) {
      try (Space space = cluster.space("quick");
          Stages.Fault fault =
              cluster
                  .plane
                  .stages()
                  .inNamespace(space.namespace)
                  .imagePullError("conduit.dev/block", "chat")) {
        space.apply(Resources.light("chat", 1));
        Space.patiently("a pod fails, so statuses are written")
            .until(() -> !space.pods("chat").isEmpty());
        space.deleteBlock("chat");
        Awaitility.await("the block is gone before the operator looks again unasked")
            .atMost(Duration.ofSeconds(45))
            .until(() -> space.block("chat") == null);
      }
    }
  }

  private Requests ofOperator(long mark) {
    return cluster
        .plane
        .requestsSince(mark)
        .ofServiceAccount(Installation.NAMESPACE, Installation.ACCOUNT);
  }

  /** Who leads is renewed all the time. */
  private static List<Request> withoutLease(Requests writes) {
    return writes.all().stream().filter(write -> !write.resource().equals("leases")).toList();
  }

  /** Until the operator has written nothing for two seconds. */
  private void settle() {
    Space.patiently("the operator is settled")
        .until(
            () -> {
              long mark = cluster.plane.mark();
              Thread.sleep(Duration.ofSeconds(2));
              return withoutLease(ofOperator(mark).writes()).isEmpty()
                  && ofOperator(mark).that(r -> r.resource().equals("leases")).count() > 0;
            });
  }

  private static Set<String> names(List<Pod> pods) {
    return pods.stream().map(pod -> pod.getMetadata().getName()).collect(Collectors.toSet());
  }
}
