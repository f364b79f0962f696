// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.gather;

import dev.conduit.operator.cluster.gather.PodTrouble;
import dev.conduit.operator.cluster.names.Label;
import dev.conduit.operator.cluster.names.ObjectName;
import dev.conduit.operator.core.observed.Given;
import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.Obstacle;
import dev.conduit.operator.core.observed.Trouble;
import dev.conduit.operator.sources.Backoff;
import dev.conduit.operator.sources.ClaimedModel;
import dev.conduit.operator.sources.FactsMessage;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Pods that tried to read one model, the first one first.
 *
 * <p>The last one that ended says what is known; while it said no sizes, another is made after ever
 * longer waits. One that does not get to its end counts as ended after {@link #PATIENCE}.
 */
public record Attempts(ClaimedModel model, List<Pod> pods) {
  /** For a node to be found, the volume to be mounted, the image to be pulled. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");
  private static final int MOST_ATTEMPTS = 1_000_000;
  private static final Backoff BACKOFF = Backoff.usual();

  public Attempts {
    pods = List.copyOf(pods);
  }

  static Attempts of(ClaimedModel model, List<Pod> pods) {
    return new Attempts(
        model, pods.stream().sorted(Comparator.comparingInt(Attempts::number)).toList());
  }

  /** What they say so far; empty for nothing. */
  Optional<ModelReading> reading() {
    return lastEnded().map(this::said).or(() -> latest().flatMap(this::trouble));
  }

  /** The number of the attempt to be made now; empty for none. */
  public Optional<Integer> due(Instant now) {
    Optional<Pod> latest = latest();
    if (latest.isEmpty()) {
      return Optional.of(1);
    }
    Pod pod = latest.get();
    boolean isStuck = !hasEnded(pod);
    ModelReading said = isStuck ? obstructed("is not at its end") : said(pod);
    if (said instanceof ModelReading.Headers) {
      return Optional.empty();
    }
    Duration rest = BACKOFF.after(said, number(pod));
    Instant due =
        isStuck
            ? created(pod, now).plus(PATIENCE.compareTo(rest) > 0 ? PATIENCE : rest)
            : ended(pod, now).plus(rest);
    return now.isBefore(due) ? Optional.empty() : Optional.of(number(pod) + 1);
  }

  /** Those that something may still be heard of, or was heard last. */
  public Set<String> kept() {
    return Stream.concat(latest().stream(), lastEnded().stream())
        .map(pod -> pod.getMetadata().getName())
        .collect(Collectors.toSet());
  }

  /** Whether it has a place on its node, and volumes with it. */
  static boolean holds(Pod pod) {
    return !hasEnded(pod);
  }

  private Optional<Pod> latest() {
    return pods.isEmpty() ? Optional.empty() : Optional.of(pods.getLast());
  }

  private Optional<Pod> lastEnded() {
    return pods.reversed().stream().filter(Attempts::hasEnded).findFirst();
  }

  private ModelReading said(Pod pod) {
    return succeeded(pod)
        .map(Attempts::message)
        .map(text -> FactsMessage.decode(text, quoted(), model.from()))
        .orElseGet(
            () -> trouble(pod).orElseGet(() -> obstructed("ended and does not say with what")));
  }

  private static String message(ContainerStateTerminated end) {
    return Given.or(end.getMessage(), "");
  }

  private Optional<ModelReading> trouble(Pod pod) {
    return PodTrouble.ofFacts(pod)
        .filter(trouble -> trouble.kind() != Trouble.Kind.NOT_READY)
        .map(trouble -> obstructed(pod.getMetadata().getName() + " " + trouble.message()));
  }

  private ModelReading obstructed(String what) {
    return new ModelReading.Obstructed(
        Obstacle.UNREACHABLE,
        "%s: the pod that reads claim \"%s\" %s; put that right, or declare spec.models[0].facts"
            .formatted(quoted(), model.claim(), FactsMessage.plain(what)));
  }

  private String quoted() {
    return "\"%s\"".formatted(model.id().raw());
  }

  private static boolean hasEnded(Pod pod) {
    return pod.getStatus() != null && ENDED.contains(Given.or(pod.getStatus().getPhase(), ""));
  }

  private static Optional<ContainerStateTerminated> succeeded(Pod pod) {
    return end(pod).filter(end -> Integer.valueOf(0).equals(end.getExitCode()));
  }

  private static Optional<ContainerStateTerminated> end(Pod pod) {
    return Given.list(pod.getStatus().getContainerStatuses()).stream()
        .filter(container -> ObjectName.FACTS.equals(container.getName()))
        .filter(container -> container.getState() != null)
        .flatMap(container -> Stream.ofNullable(container.getState().getTerminated()))
        .findFirst();
  }

  /** Labels are whoever's: one that is no number counts as the first. */
  private static int number(Pod pod) {
    String label = Given.map(pod.getMetadata().getLabels()).getOrDefault(Label.ATTEMPT, "");
    return label.matches("[0-9]{1,6}") ? Math.clamp(Integer.parseInt(label), 1, MOST_ATTEMPTS) : 1;
  }

  /** The node says when: not before the pod was made, and not later than now. */
  private static Instant ended(Pod pod, Instant now) {
    Instant created = created(pod, now);
    Instant said = end(pod).map(end -> time(end.getFinishedAt(), created)).orElse(created);
    return said.isBefore(created) || said.isAfter(now) ? created : said;
  }

  private static Instant created(Pod pod, Instant now) {
    return time(pod.getMetadata().getCreationTimestamp(), now);
  }

  private static Instant time(@Nullable String text, Instant otherwise) {
    try {
      return text == null ? otherwise : Instant.parse(text);
    } catch (DateTimeParseException e) {
      return otherwise;
    }
  }
}
