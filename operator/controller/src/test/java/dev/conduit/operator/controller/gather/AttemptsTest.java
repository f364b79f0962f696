// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.gather;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.operator.core.model.ModelId;
import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.ModelSource;
import dev.conduit.operator.core.observed.Obstacle;
import dev.conduit.operator.sources.ClaimedModel;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pods that read a claim, as the API shows them. */
final class AttemptsTest {
  private static final String ID = "pvc://models/oss";
  private static final ClaimedModel MODEL =
      new ClaimedModel("team", ModelId.parse(ID), new ModelSource(ID, "", "team"));
  private static final Instant MADE = Instant.parse("2026-03-01T12:00:00Z");
  private static final String FACTS =
      "{\"format\":1,\"bytes\":{\"ATTENTION\":16},\"config\":{\"num_hidden_layers\":2}}";
  private static final String MISSING =
      "{\"format\":1,\"obstacle\":\"MISSING\",\"why\":\"oss is not there\"}";

  @Test
  void noPod_saysNothing_andTheFirstIsDue() {
    assertThat(attempts().reading()).isEmpty();
    assertThat(attempts().due(MADE)).contains(1);
  }

  @Test
  void podThatRuns_saysNothing_andNoSecondIsDue() {
    Attempts attempts = attempts(running(pod(1)));

    assertThat(attempts.reading()).isEmpty();
    assertThat(attempts.due(MADE.plusSeconds(60))).isEmpty();
  }

  @Test
  void podThatReadSizes_isTheLast() {
    Attempts attempts = attempts(ended(pod(1), 0, FACTS));

    assertThat(attempts.reading().orElseThrow()).isInstanceOf(ModelReading.Headers.class);
    assertThat(attempts.due(MADE.plus(Duration.ofDays(900)))).isEmpty();
  }

  @Test
  void podThatFoundNone_isFollowedAfterEverLongerWaits() {
    assertObstructed(attempts(ended(pod(1), 0, MISSING)), Obstacle.MISSING, "oss is not there");
    assertThat(dueAfter(ended(pod(1), 0, MISSING), Duration.ofMinutes(4))).isFalse();
    assertThat(dueAfter(ended(pod(1), 0, MISSING), Duration.ofMinutes(6))).isTrue();
    assertThat(dueAfter(ended(pod(3), 0, MISSING), Duration.ofMinutes(19))).isFalse();
    assertThat(dueAfter(ended(pod(3), 0, MISSING), Duration.ofMinutes(21))).isTrue();
    assertThat(dueAfter(ended(pod(999_999), 0, MISSING), Duration.ofMinutes(61))).isTrue();
  }

  @Test
  void nextAttempt_saysNothingBeforeItsEnd_andBothStayUntilThen() {
    Attempts attempts =
        attempts(running(pod(11)), ended(pod(9), 0, MISSING), ended(pod(10), 0, MISSING));

    assertObstructed(attempts, Obstacle.MISSING, "oss is not there");
    assertThat(attempts.kept()).containsExactlyInAnyOrder("facts-10", "facts-11");
    assertThat(attempts(ended(pod(2), 0, FACTS), ended(pod(1), 0, MISSING)).kept())
        .containsExactly("facts-2");
  }

  @Test
  void podThatFailed_isNoVerdict_andFollowedWithinMinutes() {
    Attempts attempts = attempts(ended(pod(1), 137, FACTS));

    assertObstructed(attempts, Obstacle.UNREACHABLE, "exit code 137");
    assertThat(attempts.due(MADE.plusSeconds(30))).isEmpty();
    assertThat(attempts.due(MADE.plusSeconds(90))).contains(2);
  }

  @Test
  void lastWordsOfSomebodyElse_areNoVerdict() {
    assertObstructed(attempts(ended(pod(1), 0, "Killed")), Obstacle.UNREACHABLE, "makes no sense");
    assertObstructed(attempts(ended(pod(1), 0, null)), Obstacle.UNREACHABLE, "makes no sense");
  }

  @Test
  void podThatTheNodeEnded_saysWhy() {
    Pod late =
        new PodBuilder(pod(1))
            .withNewStatus()
            .withPhase("Failed")
            .withReason("DeadlineExceeded")
            .withMessage("Pod was active on the node longer than the specified deadline")
            .endStatus()
            .build();

    assertObstructed(attempts(late), Obstacle.UNREACHABLE, "DeadlineExceeded");
  }

  @Test
  void podWithoutAPlace_saysWhatTheSchedulerSays_andIsMadeAnewAfterAWhile() {
    Pod waiting =
        new PodBuilder(pod(1))
            .withNewStatus()
            .withPhase("Pending")
            .addNewCondition()
            .withType("PodScheduled")
            .withStatus("False")
            .withMessage("0/2 nodes are available: 2 node(s) had volume node affinity\nconflict")
            .endCondition()
            .endStatus()
            .build();

    assertObstructed(
        attempts(waiting), Obstacle.UNREACHABLE, "is not scheduled: 0/2 nodes are available");
    assertThat(dueAfter(waiting, Duration.ofMinutes(9))).isFalse();
    assertThat(dueAfter(waiting, Duration.ofMinutes(11))).isTrue();
    assertThat(attempts(waiting, running(pod(2))).kept()).containsExactly("facts-2");
  }

  @Test
  void imageThatCannotBePulled_isNamed() {
    Pod pod =
        new PodBuilder(pod(1))
            .withNewStatus()
            .withPhase("Pending")
            .addNewContainerStatus()
            .withName("model-facts")
            .withImage("registry.example/operator:1")
            .withNewState()
            .withNewWaiting()
            .withReason("ImagePullBackOff")
            .endWaiting()
            .endState()
            .endContainerStatus()
            .endStatus()
            .build();

    assertObstructed(
        attempts(pod), Obstacle.UNREACHABLE, "cannot pull registry.example/operator:1");
  }

  /** Labels and times are whoever's who may write pods. */
  @Test
  void labelsAndTimesThatMakeNoSense_endNothing() {
    Pod odd = ended(pod(1), 0, MISSING);
    odd.getMetadata().getLabels().put("conduit.dev/attempt", "99999999999999999999");
    odd.getMetadata().setCreationTimestamp(MADE.toString());
    odd.getStatus()
        .getContainerStatuses()
        .getFirst()
        .getState()
        .getTerminated()
        .setFinishedAt("9999-01-01T00:00:00Z");

    assertThat(attempts(odd).due(MADE.plus(Duration.ofMinutes(6)))).contains(2);
    odd.getStatus().getContainerStatuses().getFirst().getState().getTerminated().setFinishedAt("?");
    assertThat(attempts(odd).due(MADE.plus(Duration.ofMinutes(6)))).contains(2);
  }

  private static boolean dueAfter(Pod pod, Duration time) {
    return attempts(pod).due(MADE.plus(time)).isPresent();
  }

  private static void assertObstructed(Attempts attempts, Obstacle obstacle, String why) {
    assertThat(attempts.reading().orElseThrow())
        .isInstanceOfSatisfying(
            ModelReading.Obstructed.class,
            said -> {
              assertThat(said.obstacle()).isEqualTo(obstacle);
              assertThat(said.why()).contains(why);
              if (obstacle == Obstacle.UNREACHABLE) {
                assertThat(said.why()).contains(ID, "\"models\"", "spec.models[0].facts");
              }
            });
  }

  private static Attempts attempts(Pod... pods) {
    return Attempts.of(MODEL, List.of(pods));
  }

  private static Pod pod(int attempt) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("facts-" + attempt)
        .withNamespace("team")
        .withCreationTimestamp(MADE.toString())
        .addToLabels("conduit.dev/attempt", Integer.toString(attempt))
        .endMetadata()
        .withNewSpec()
        .withNodeName("cpu-1")
        .endSpec()
        .build();
  }

  private static Pod running(Pod pod) {
    return new PodBuilder(pod).withNewStatus().withPhase("Running").endStatus().build();
  }

  private static Pod ended(Pod pod, int code, @org.jspecify.annotations.Nullable String message) {
    return new PodBuilder(pod)
        .withNewStatus()
        .withPhase(code == 0 ? "Succeeded" : "Failed")
        .addNewContainerStatus()
        .withName("model-facts")
        .withRestartCount(0)
        .withNewState()
        .withNewTerminated()
        .withExitCode(code)
        .withMessage(message)
        .withFinishedAt(MADE.plusSeconds(1).toString())
        .endTerminated()
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }
}
