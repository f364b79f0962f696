// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One policy, compiled with its resolved endpoints: all that a data plane needs to route a request.
 *
 * <p>Shape: immutable; lists in the order given. A reader ignores fields it does not know, so a
 * newer control plane may add some; a change of meaning raises {@link #FORMAT}. {@link
 * SnapshotCodec} is the only way in and out, and it validates. Source: decision 0003.
 *
 * @param format version of this shape
 * @param policy that was compiled
 * @param revision of the policy's content, not of the endpoints: {@code g<generation>-<hash>}
 * @param issuedAt orders the snapshots of one policy: of two with different contents, endpoints
 *     too, the later one counts. In milliseconds; absent where a snapshot has one way to a data
 *     plane only, as in local mode. Left out of the JSON when absent. Source: decision 0007
 * @param tiers from the lightest to the heaviest, at least one
 * @param targets in order of id, at least one
 * @param rules tried in order
 * @param classifier asked when no rule decided
 * @param balance within a target
 * @param resilience for every request of the policy
 * @param dataClasses beside the built-in ones, or in their place. Left out of the JSON when empty
 * @param stickiness what stays together; absent means {@link Stickiness#DEFAULT}. Left out of the
 *     JSON when absent
 * @param targetBalance among the targets of a tier; absent means by weight, anything else needs
 *     format {@link #STAGED}. Left out of the JSON when absent
 * @param cascade whether a lighter tier answers first; needs format {@link #STAGED}. Left out of
 *     the JSON when absent
 */
public record RoutingSnapshot(
    @JsonProperty(required = true) int format,
    @JsonProperty(required = true) PolicyRef policy,
    @JsonProperty(required = true) String revision,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) @JsonFormat(shape = JsonFormat.Shape.STRING)
        Optional<Instant> issuedAt,
    List<Tier> tiers,
    List<Target> targets,
    List<RouteRule> rules,
    @JsonProperty(required = true) Classifier classifier,
    @JsonProperty(required = true) Balance balance,
    @JsonProperty(required = true) Resilience resilience,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DataClass> dataClasses,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Stickiness> stickiness,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<TargetBalance> targetBalance,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Cascade> cascade) {

  /** The format of a policy that every version understands. */
  public static final int FORMAT = 1;

  /**
   * The format of a policy with rules or data classes that a reader of format 1 would pass over and
   * so take for something else. Source: decision 0017.
   */
  public static final int EXTENDED = 2;

  /**
   * The format of a policy that asks a classifier of its user's own, answers in steps, or chooses
   * targets other than by weight: a reader that passed over it would take every request straight to
   * the tier, or to its dear or slow target. Source: decisions 0021 and 0024.
   */
  public static final int STAGED = 3;

  @JsonCreator
  public RoutingSnapshot {
    issuedAt = issuedAt == null ? Optional.empty() : issuedAt.map(RoutingSnapshot::millis);
    tiers = tiers == null ? List.of() : List.copyOf(tiers);
    targets = targets == null ? List.of() : List.copyOf(targets);
    rules = rules == null ? List.of() : List.copyOf(rules);
    dataClasses = dataClasses == null ? List.of() : List.copyOf(dataClasses);
    stickiness = stickiness == null ? Optional.empty() : stickiness;
    targetBalance = targetBalance == null ? Optional.empty() : targetBalance;
    cascade = cascade == null ? Optional.empty() : cascade;
  }

  /** Without a time of issue, data classes and stickiness. */
  public RoutingSnapshot(
      int format,
      PolicyRef policy,
      String revision,
      List<Tier> tiers,
      List<Target> targets,
      List<RouteRule> rules,
      Classifier classifier,
      Balance balance,
      Resilience resilience) {
    this(
        format,
        policy,
        revision,
        Optional.empty(),
        tiers,
        targets,
        rules,
        classifier,
        balance,
        resilience,
        List.of(),
        Optional.empty());
  }

  /** With targets by weight and without a cascade. */
  public RoutingSnapshot(
      int format,
      PolicyRef policy,
      String revision,
      Optional<Instant> issuedAt,
      List<Tier> tiers,
      List<Target> targets,
      List<RouteRule> rules,
      Classifier classifier,
      Balance balance,
      Resilience resilience,
      List<DataClass> dataClasses,
      Optional<Stickiness> stickiness) {
    this(
        format,
        policy,
        revision,
        issuedAt,
        tiers,
        targets,
        rules,
        classifier,
        balance,
        resilience,
        dataClasses,
        stickiness,
        Optional.empty(),
        Optional.empty());
  }

  /**
   * This content, issued in its turn. The same content as the previous snapshot keeps that one's
   * time, so nothing is written when nothing changed; another content gets {@code now}, or the
   * first millisecond after the previous one if the clock was set back.
   *
   * @param previous the last one issued for this policy
   */
  public RoutingSnapshot issuedAfter(RoutingSnapshot previous, Instant now) {
    Optional<Instant> last = previous.issuedAt();
    if (last.isPresent() && issuedAt(last.get()).equals(previous)) {
      return previous;
    }
    Instant earliest = last.map(at -> at.plusMillis(1)).orElse(Instant.EPOCH);
    return issuedAt(now.isBefore(earliest) ? earliest : now);
  }

  /** This content, issued at that time. */
  public RoutingSnapshot issuedAt(Instant at) {
    return with(draft -> draft.issuedAt = at);
  }

  /** The same policy with these targets. */
  public RoutingSnapshot targets(List<Target> others) {
    return with(draft -> draft.targets = others);
  }

  /** The same content under another name. */
  public RoutingSnapshot revision(String name) {
    return with(draft -> draft.revision = name);
  }

  /** The same policy with this stickiness. */
  public RoutingSnapshot stickiness(Stickiness other) {
    return with(draft -> draft.stickiness = other);
  }

  /** The same policy with these classes of data, in the format that all of it needs. */
  public RoutingSnapshot extended(List<DataClass> classes) {
    boolean isExtended = !classes.isEmpty() || rules.stream().anyMatch(RouteRule::isExtended);
    return with(
        draft -> {
          draft.format = isStaged() ? STAGED : isExtended ? EXTENDED : FORMAT;
          draft.dataClasses = classes;
        });
  }

  /** The same policy with another way to choose among targets, in the format that this needs. */
  public RoutingSnapshot targetBalance(TargetBalance other) {
    boolean isDefault = other == TargetBalance.WEIGHTED;
    return with(draft -> draft.targetBalance = isDefault ? null : other).extended(dataClasses);
  }

  /** The same policy with this cascade. */
  public RoutingSnapshot cascade(Cascade other) {
    return with(
        draft -> {
          draft.format = STAGED;
          draft.cascade = other;
        });
  }

  private RoutingSnapshot with(Consumer<SnapshotDraft> change) {
    SnapshotDraft draft = new SnapshotDraft(this);
    change.accept(draft);
    return draft.snapshot();
  }

  private boolean isStaged() {
    return classifier.remote().isPresent() || targetBalance.isPresent() || cascade.isPresent();
  }

  private static Instant millis(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS);
  }
}
