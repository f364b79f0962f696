// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay;

import dev.conduit.contract.Target;
import dev.conduit.contract.Tier;
import dev.conduit.operator.app.replay.Recorded.Outcome;
import dev.conduit.sidecar.core.exchange.RequestFacts;
import dev.conduit.sidecar.core.route.Decision;
import java.util.List;
import java.util.Optional;

/** Adds up what outcomes say about a policy's decisions. Used by one thread. */
final class Judging {
  private final Tier lightest;
  private final Tier heaviest;
  private final Sweep byScore = new Sweep();
  private final Sweep byLength = new Sweep();
  private final Sweep byGain = new Sweep();
  private long heavy;
  private long unjudged;
  private double cost;
  private double quality;

  /**
   * @param tiers from the lightest to the heaviest
   */
  Judging(List<Tier> tiers) {
    this.lightest = tiers.getFirst();
    this.heaviest = tiers.getLast();
  }

  /**
   * A request that was routed.
   *
   * @param paid what it cost
   * @param ends what it would have cost elsewhere
   */
  void add(Decision.Routed decision, Judged one, double paid, Tally.Ends ends) {
    Outcome outcome = one.outcome();
    Target target = decision.candidates().getFirst();
    boolean isHeavy = target.tier().equals(heaviest);
    if (!isHeavy && !target.tier().equals(lightest)) {
      unjudged++;
      return;
    }
    heavy += isHeavy ? 1 : 0;
    cost += paid;
    quality += isHeavy ? outcome.heavy() : outcome.light();
    byScore.add(one.score(), outcome, ends.light(), ends.heavy());
    byLength.add(length(one.facts()), outcome, ends.light(), ends.heavy());
    byGain.add(outcome.gain(), outcome, ends.light(), ends.heavy());
  }

  /**
   * A request and what is known about it.
   *
   * @param score that the policy's classifier gives it, rules aside
   */
  record Judged(RequestFacts facts, double score, Outcome outcome) {}

  /** A request with an outcome that no model answers. */
  void addRefused() {
    unjudged++;
  }

  /** Bytes on a scale of logarithms, which tells lengths apart to a tenth of a thousandth. */
  private static double length(RequestFacts facts) {
    return Math.log1p(facts.userText().bytes()) / 10;
  }

  /** Empty when nothing could be judged. */
  Optional<Verdict> verdict() {
    long judged = byScore.requests();
    return judged == 0
        ? Optional.empty()
        : Optional.of(
            new Verdict(
                judged,
                unjudged,
                new Sweep.Point((double) heavy / judged, cost / judged, quality / judged),
                Verdict.Order.of(byScore),
                Verdict.Order.of(byLength),
                Verdict.Order.of(byGain)));
  }
}
