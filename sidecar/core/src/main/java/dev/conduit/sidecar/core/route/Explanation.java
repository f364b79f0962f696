// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import dev.conduit.contract.Classifier.ScoreThreshold;
import dev.conduit.contract.RouteRule;
import dev.conduit.contract.TargetId;
import dev.conduit.contract.Tier;
import dev.conduit.sidecar.core.signal.Signals;
import java.util.List;
import java.util.Optional;

/**
 * Why a request would go where it goes. Nothing in it quotes the request.
 *
 * @param policy its name, with its namespace
 * @param revision of the policy
 * @param model that the caller asked for; a very long name is cut
 * @param tier that the caller asked for by header
 * @param signals what was seen
 * @param dataClasses that the request belongs to
 * @param rules each one of the policy, in order
 * @param score what the classifier says; asked even where a rule decides
 * @param asks the classifier of somebody else's that comes before it; empty for none
 * @param cascade who answers first, in words; empty when the policy has no cascade
 * @param pairs whether the other tier would answer as well, in words; empty when the policy has
 *     none
 * @param limits what constraints leave
 * @param targets each one of the policy: those it may go to in order, then the others
 * @param decision the same that the data plane would take
 */
public record Explanation(
    String policy,
    String revision,
    String model,
    Optional<String> tier,
    Signals signals,
    List<String> dataClasses,
    List<RuleOutcome> rules,
    Score score,
    Optional<Asks> asks,
    String cascade,
    String pairs,
    Limits limits,
    List<TargetOutcome> targets,
    Decision decision) {

  public Explanation {
    dataClasses = List.copyOf(dataClasses);
    rules = List.copyOf(rules);
    targets = List.copyOf(targets);
  }

  /** The target that would be tried first; empty when the request would be refused. */
  public Optional<TargetOutcome> chosen() {
    return targets.stream().filter(t -> t.standing() == Standing.CHOSEN).findFirst();
  }

  /**
   * A rule.
   *
   * @param holds yes, no, or unknown for a text too long to be read in full
   * @param why the conditions that hold, or the first that does not
   */
  public record RuleOutcome(String name, RouteRule.Action action, String holds, String why) {}

  /**
   * What every target must keep to.
   *
   * @param tiers that are left; empty means all
   * @param targets that are left; empty means all
   * @param dataClasses that a target must accept, each one
   * @param why in words; empty for no constraint at all
   */
  public record Limits(
      List<Tier> tiers, List<TargetId> targets, List<String> dataClasses, String why) {
    public Limits {
      tiers = List.copyOf(tiers);
      targets = List.copyOf(targets);
      dataClasses = List.copyOf(dataClasses);
    }
  }

  /**
   * The classifier's answer.
   *
   * @param tier that it would take
   * @param value in [0,1], what rules added included; empty where the length decided, or the
   *     classifier has no scores
   * @param added by rules
   * @param reason as in {@code x-conduit-reason}
   * @param thresholds from which score which tier; empty when it goes by length
   */
  public record Score(
      Tier tier,
      Optional<Double> value,
      double added,
      String reason,
      List<ScoreThreshold> thresholds) {
    public Score {
      thresholds = List.copyOf(thresholds);
    }
  }

  /**
   * A classifier that somebody runs. Explanations do not ask it.
   *
   * @param url of it
   * @param isAsked whether a request like this one would ask it
   * @param words what it would be asked, or why it would not be
   */
  public record Asks(String url, boolean isAsked, String words) {}

  /** What becomes of a target. */
  public enum Standing {
    /** It is asked first. */
    CHOSEN,
    /** It is asked when those before it do not answer. */
    NEXT,
    /** It is not asked. */
    OUT
  }

  /**
   * A target.
   *
   * @param window tokens that it accepts; 0 when unknown
   * @param why it is not asked, or why it is
   */
  public record TargetOutcome(String id, Tier tier, long window, Standing standing, String why) {}
}
