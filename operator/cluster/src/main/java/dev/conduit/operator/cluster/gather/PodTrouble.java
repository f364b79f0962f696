// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.gather;

import dev.conduit.operator.cluster.names.ObjectName;
import dev.conduit.operator.core.observed.Given;
import dev.conduit.operator.core.observed.Trouble;
import dev.conduit.operator.core.observed.Trouble.Kind;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a pod why its main container is not ready. The first of these that holds: evicted, not
 * scheduled, node gone silent, image, container, killed for memory, ends again and again, up but
 * not ready.
 */
public final class PodTrouble {
  private static final Set<String> IMAGE =
      Set.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "InvalidImageName",
          "ErrImageNeverPull",
          "ImageInspectError",
          "RegistryUnavailable",
          "SignatureValidationFailed");
  private static final Set<String> NOT_CREATED =
      Set.of(
          "CreateContainerConfigError",
          "CreateContainerError",
          "RunContainerError",
          "PreStartHookError",
          "PostStartHookError");

  private final Pod pod;
  private final PodStatus status;
  private final boolean isNodeReady;
  private final String main;

  private PodTrouble(Pod pod, boolean isNodeReady, String main) {
    this.main = main;
    this.pod = pod;
    this.status = Given.or(pod.getStatus(), new PodStatus());
    this.isNodeReady = isNodeReady;
  }

  /**
   * Of an engine.
   *
   * @param isNodeReady whether its node reports that it is; true for a pod without a node
   */
  static Optional<Trouble> of(Pod pod, boolean isNodeReady) {
    return new PodTrouble(pod, isNodeReady, ObjectName.ENGINE).read();
  }

  /** Of a pod that reads a model: why it has nothing to say, or not yet. */
  public static Optional<Trouble> ofFacts(Pod pod) {
    return new PodTrouble(pod, true, ObjectName.FACTS).read();
  }

  private Optional<Trouble> read() {
    return evicted()
        .or(this::unscheduled)
        .or(this::silentNode)
        .or(() -> main().flatMap(container -> container(container, "")))
        .or(this::initContainer)
        .or(this::notReady);
  }

  private Optional<Trouble> evicted() {
    // Without a reason it is the container that failed, which says more.
    boolean failed =
        "Failed".equals(status.getPhase())
            && (status.getReason() != null || status.getMessage() != null);
    return failed
        ? trouble(
            "Evicted".equals(status.getReason()) ? Kind.EVICTED : Kind.CRASH_LOOP,
            "ended" + on() + colon(joined(status.getReason(), status.getMessage())))
        : Optional.empty();
  }

  private Optional<Trouble> unscheduled() {
    return condition("PodScheduled")
        .filter(condition -> "False".equals(condition.getStatus()))
        .flatMap(
            condition ->
                trouble(
                    Kind.UNSCHEDULABLE,
                    "is not scheduled" + colon(Given.or(condition.getMessage(), ""))));
  }

  private Optional<Trouble> silentNode() {
    return isNodeReady
        ? Optional.empty()
        : trouble(Kind.NODE_NOT_READY, "runs on a node that is not ready" + colon(node()));
  }

  /** What a user's patch puts before the engine keeps it from starting when it fails. */
  private Optional<Trouble> initContainer() {
    return Given.list(status.getInitContainerStatuses()).stream()
        .filter(container -> !hasDone(container))
        .flatMap(
            container ->
                container(
                    container, "waits for init container %s, which ".formatted(name(container)))
                    .stream())
        .findFirst();
  }

  private static boolean hasDone(ContainerStatus container) {
    return terminated(container.getState())
        .filter(end -> Integer.valueOf(0).equals(end.getExitCode()))
        .isPresent();
  }

  private static String name(ContainerStatus container) {
    return Given.or(container.getName(), "");
  }

  /**
   * @param who before the verb; empty for the engine itself
   */
  private Optional<Trouble> container(ContainerStatus container, String who) {
    String waiting = waiting(container).map(state -> Given.or(state.getReason(), "")).orElse("");
    String message = waiting(container).map(state -> Given.or(state.getMessage(), "")).orElse("");
    if (IMAGE.contains(waiting)) {
      return trouble(
          Kind.IMAGE_PULL_FAILED,
          who
              + "cannot pull %s%s%s"
                  .formatted(container.getImage(), on(), colon(joined(waiting, message))));
    }
    if (NOT_CREATED.contains(waiting)) {
      return trouble(
          Kind.CONTAINER_NOT_CREATED,
          who + "cannot be started" + on() + colon(joined(waiting, message)));
    }
    Optional<ContainerStateTerminated> end =
        terminated(container.getState()).or(() -> terminated(container.getLastState()));
    boolean isDown =
        waiting.equals("CrashLoopBackOff") || terminated(container.getState()).isPresent();
    if (end.isEmpty() || !isDown) {
      return Optional.empty();
    }
    Kind kind = "OOMKilled".equals(end.get().getReason()) ? Kind.OUT_OF_MEMORY : Kind.CRASH_LOOP;
    return trouble(
        kind,
        who
            + "ended%s with exit code %d%s after %d restarts"
                .formatted(
                    on(),
                    Given.or(end.get().getExitCode(), -1),
                    said(end.get()),
                    Given.or(container.getRestartCount(), 0)));
  }

  private Optional<Trouble> notReady() {
    return condition("Ready")
        .filter(condition -> "Running".equals(status.getPhase()))
        .filter(condition -> !"True".equals(condition.getStatus()))
        .flatMap(
            condition ->
                trouble(
                    Kind.NOT_READY,
                    "is up%s and not ready%s"
                        .formatted(on(), colon(Given.or(condition.getMessage(), "")))));
  }

  private static String said(ContainerStateTerminated end) {
    String words = joined(end.getReason(), end.getMessage());
    return words.isEmpty() ? "" : " (" + words + ")";
  }

  private Optional<ContainerStatus> main() {
    List<ContainerStatus> containers = Given.list(status.getContainerStatuses());
    Predicate<ContainerStatus> isMain = c -> main.equals(c.getName());
    return containers.stream().filter(isMain).findFirst();
  }

  private static Optional<ContainerStateWaiting> waiting(ContainerStatus container) {
    return Optional.ofNullable(container.getState()).map(ContainerState::getWaiting);
  }

  private static Optional<ContainerStateTerminated> terminated(@Nullable ContainerState state) {
    return Optional.ofNullable(state).map(ContainerState::getTerminated);
  }

  private Optional<PodCondition> condition(String type) {
    return Given.list(status.getConditions()).stream()
        .filter(condition -> type.equals(condition.getType()))
        .findFirst();
  }

  private String node() {
    return pod.getSpec() == null ? "" : Given.or(pod.getSpec().getNodeName(), "");
  }

  private String on() {
    return node().isEmpty() ? "" : " on " + node();
  }

  private static String colon(String words) {
    return words.isBlank() ? "" : ": " + words;
  }

  private static String joined(@Nullable String reason, @Nullable String message) {
    String first = Given.or(reason, "");
    String second = Given.or(message, "").strip();
    return first.isEmpty() || second.isEmpty() ? first + second : first + ", " + second;
  }

  private static Optional<Trouble> trouble(Kind kind, String message) {
    return Optional.of(new Trouble(kind, message));
  }
}
