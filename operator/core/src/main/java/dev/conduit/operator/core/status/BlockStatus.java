// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.status;

import dev.conduit.api.v1alpha1.block.EndpointStatus;
import dev.conduit.api.v1alpha1.block.InferenceBlockStatus;
import dev.conduit.api.v1alpha1.block.ModelStatus;
import dev.conduit.api.v1alpha1.block.PlacementStatus;
import dev.conduit.api.v1alpha1.block.Shortfall;
import dev.conduit.operator.core.finding.Finding;
import dev.conduit.operator.core.finding.Reason;
import dev.conduit.operator.core.finding.Severity;
import dev.conduit.operator.core.observed.EnginePhase;
import dev.conduit.operator.core.observed.RunningEngine;
import dev.conduit.operator.core.observed.Trouble;
import dev.conduit.operator.core.placement.Place;
import dev.conduit.operator.core.status.Conditions.Verdict;
import io.fabric8.kubernetes.api.model.Condition;
import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a block's status. */
public final class BlockStatus {
  private static final int TROUBLES_NAMED = 3;

  private final BlockFacts facts;

  /** Engines of the revision that is planned for their replica. */
  private final List<RunningEngine> current;

  private final int ready;

  private BlockStatus(BlockFacts facts) {
    this.facts = facts;
    this.current = facts.current();
    this.ready = (int) current.stream().filter(RunningEngine::isReady).count();
  }

  public static InferenceBlockStatus of(BlockFacts facts, Instant now) {
    return new BlockStatus(facts).make(now);
  }

  private InferenceBlockStatus make(Instant now) {
    Long generation = facts.block().getMetadata().getGeneration();
    InferenceBlockStatus before = facts.block().getStatus();
    Conditions conditions =
        new Conditions(before == null ? List.of() : before.conditions(), generation, now);
    conditions.add(ConditionType.ACCEPTED, accepted());
    conditions.add(ConditionType.FITS, fits());
    conditions.add(ConditionType.PROVISIONED, provisioned());
    conditions.add(ConditionType.READY, ready());
    conditions.add(ConditionType.RECONCILING, reconciling());
    conditions.add(ConditionType.STALLED, stalled());
    return status(generation, conditions.list());
  }

  private InferenceBlockStatus status(@Nullable Long generation, List<Condition> conditions) {
    Optional<Place> first = facts.places().values().stream().findFirst();
    Optional<Finding.DoesNotFit> misfit = misfit();
    int existing = (int) facts.running().stream().filter(RunningEngine::isWanted).count();
    return new InferenceBlockStatus(
        generation,
        conditions,
        phase(),
        existing,
        ready,
        ready + "/" + facts.wanted(),
        "conduit.dev/block=" + facts.block().getMetadata().getName(),
        first.map(place -> place.revision()).orElse(null),
        first.map(BlockStatus::gpu).orElse(null),
        nodes(),
        facts.hourlyCost().map(cost -> String.format(Locale.ROOT, "%.2f", cost)).orElse(null),
        models(first.stream().toList()),
        placements(),
        endpoints(),
        misfit.map(Finding.DoesNotFit::shortfalls).orElse(List.<Shortfall>of()),
        misfit.flatMap(Finding.DoesNotFit::suggestion).orElse(null));
  }

  private Verdict accepted() {
    return refusal()
        .map(finding -> Verdict.no(finding.reason().wireName(), finding.message()))
        .orElseGet(() -> Verdict.yes("Accepted", "the spec can be served as written"));
  }

  private Verdict fits() {
    if (refusal().isPresent()) {
      return Verdict.unknown("NotAccepted", "the spec was not accepted");
    }
    return misfit()
        .map(finding -> Verdict.no(finding.reason().wireName(), finding.message()))
        .orElseGet(this::placed);
  }

  private Verdict placed() {
    if (facts.waiting()) {
      return Verdict.no(
          "WaitingForMemory", "a replica waits until engines that stop have left their memory");
    }
    return Verdict.yes(
        "Placed", facts.hosted() ? "nothing is to be placed" : "every replica has a place");
  }

  private Verdict provisioned() {
    if (refusal().isPresent()) {
      return Verdict.unknown("NotAccepted", "the spec was not accepted");
    }
    int started = (int) current.stream().filter(e -> e.phase() != EnginePhase.FAILED).count();
    if (facts.notApplied().isPresent()) {
      Trouble trouble = facts.notApplied().get();
      return Verdict.no(trouble.kind().wireName(), trouble.message());
    }
    boolean all = facts.hosted() || started >= facts.wanted();
    String message = started + " of " + facts.wanted() + " replicas run the current revision";
    return all ? Verdict.yes("Provisioned", message) : Verdict.no("Provisioning", message);
  }

  /** Of a refused spec nothing is wanted, so that all of it would be ready. */
  private Verdict ready() {
    if (refusal().isPresent()) {
      return Verdict.no(
          refusal().get().reason().wireName(),
          isServing()
              ? "the spec was not accepted; engines of an earlier one answer"
              : "the spec was not accepted");
    }
    String message = ready + " of " + facts.wanted() + " replicas are ready";
    if (facts.hosted()) {
      return Verdict.yes("Hosted", "the vendor answers for itself");
    }
    if (isComplete()) {
      return Verdict.yes("Ready", message);
    }
    return troubled().isEmpty()
        ? Verdict.no("Loading", message)
        : Verdict.no(
            troubled().getFirst().trouble().orElseThrow().kind().wireName(),
            message + "; " + troubles());
  }

  /** Current engines whose machine says what is wrong, in order of their ids. */
  private List<RunningEngine> troubled() {
    return current.stream()
        .filter(engine -> !engine.isReady() && engine.trouble().isPresent())
        .sorted(Comparator.comparing(RunningEngine::instanceId))
        .toList();
  }

  /** The first few in words: a condition is read by people, and its length is bounded. */
  private String troubles() {
    String named =
        troubled().stream()
            .limit(TROUBLES_NAMED)
            .map(engine -> engine.instanceId() + " " + engine.trouble().orElseThrow().message())
            .collect(Collectors.joining("; "));
    int more = troubled().size() - TROUBLES_NAMED;
    return more > 0 ? named + "; and %d more, see status.endpoints".formatted(more) : named;
  }

  private Verdict reconciling() {
    if (isPending()) {
      return Verdict.yes(Reason.FACTS_PENDING.wireName(), "the model's size is being found out");
    }
    return isComplete() || error().isPresent()
        ? Verdict.no("Settled", "nothing is under way")
        : Verdict.yes("Progressing", "replicas are being started or replaced");
  }

  private Verdict stalled() {
    return error()
        .map(finding -> Verdict.yes(finding.reason().wireName(), finding.message()))
        .or(
            () ->
                facts
                    .notApplied()
                    .map(trouble -> Verdict.yes(trouble.kind().wireName(), trouble.message())))
        .orElseGet(() -> Verdict.no("Settled", "nothing stands in the way"));
  }

  private boolean isComplete() {
    return refusal().isEmpty()
        && (facts.hosted() || (facts.places().size() >= facts.wanted() && ready >= facts.wanted()));
  }

  private String phase() {
    boolean broken = current.stream().anyMatch(e -> e.phase() == EnginePhase.FAILED);
    if (error().isPresent()) {
      return isServing() ? "Degraded" : "Failed";
    }
    if (isComplete()) {
      return "Ready";
    }
    if (broken) {
      return "Degraded";
    }
    return current.isEmpty() ? "Pending" : "Loading";
  }

  private boolean isServing() {
    return facts.running().stream().anyMatch(RunningEngine::isReady);
  }

  private List<ModelStatus> models(List<Place> first) {
    return first.stream()
        .flatMap(
            place ->
                place.variant().breakdown().stream()
                    .map(
                        split ->
                            new ModelStatus(
                                place.command().servedNames().getFirst(),
                                split.contextTokens(),
                                split.asStatus(),
                                null)))
        .toList();
  }

  private List<PlacementStatus> placements() {
    return facts.places().entrySet().stream()
        .map(
            entry -> {
              Place place = entry.getValue();
              return new PlacementStatus(
                  entry.getKey(),
                  place.node(),
                  place.variant().deviceType(),
                  place.devices().size(),
                  place.deviceIds(),
                  place.variant().split().tensor(),
                  place.variant().split().pipeline());
            })
        .toList();
  }

  private List<EndpointStatus> endpoints() {
    List<String> ids = current.stream().map(RunningEngine::instanceId).toList();
    return facts.running().stream()
        .sorted(Comparator.comparing(RunningEngine::instanceId))
        .map(
            engine -> {
              boolean isCurrent = ids.contains(engine.instanceId());
              return new EndpointStatus(
                  engine.instanceId(),
                  engine.node(),
                  engine.url().map(URI::toString).orElse(null),
                  engine.revision(),
                  isCurrent && engine.isReady(),
                  engine.trouble().map(trouble -> trouble.kind().wireName()).orElse(null),
                  engine
                      .trouble()
                      .map(Trouble::message)
                      .orElseGet(() -> reasonNotReady(engine, isCurrent)));
            })
        .toList();
  }

  private static @Nullable String reasonNotReady(RunningEngine engine, boolean isCurrent) {
    return switch (engine.phase()) {
      case STARTING -> "loads";
      case UNHEALTHY -> "fails its probes";
      case FAILED -> "ended and will be started again";
      case DRAINING -> "finishes its requests and stops";
      case READY -> isCurrent ? null : "runs an older revision";
    };
  }

  private @Nullable String nodes() {
    String names =
        facts.places().values().stream()
            .map(Place::node)
            .distinct()
            .sorted()
            .collect(Collectors.joining(","));
    return names.isEmpty() ? null : names;
  }

  private static String gpu(Place place) {
    return place.variant().deviceType().equals("cpu")
        ? "cpu"
        : place.devices().size() + " x " + place.variant().deviceType();
  }

  /** What stays until somebody does something. */
  private Optional<Finding> error() {
    return refusal().<Finding>map(finding -> finding).filter(_ -> !isPending()).or(this::misfit);
  }

  /** Refused for now only: the next plan may know more. */
  private boolean isPending() {
    return refusal().filter(finding -> finding.reason() == Reason.FACTS_PENDING).isPresent();
  }

  private Optional<Finding.Refused> refusal() {
    return first(Finding.Refused.class);
  }

  private Optional<Finding.DoesNotFit> misfit() {
    return first(Finding.DoesNotFit.class);
  }

  private <T extends Finding> Optional<T> first(Class<T> kind) {
    return facts.findings().stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .filter(finding -> finding.severity() == Severity.ERROR)
        .findFirst();
  }
}
