// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import dev.conduit.contract.Pairs;
import dev.conduit.contract.Target;
import dev.conduit.contract.TargetId;
import dev.conduit.contract.Tier;
import dev.conduit.sidecar.core.exchange.WholeBody;
import dev.conduit.sidecar.core.pair.Drop;
import dev.conduit.sidecar.core.pair.Skip;
import java.util.List;
import java.util.Optional;

/**
 * Whether a request may be answered by the other tier as well: the heaviest, or the lightest where
 * the heaviest answered. Looks for classes of data whether or not anybody else cares. One call.
 */
final class Pairing {
  private final RouteTable table;
  private final Pairs pairs;
  private final Inquiry about;
  private final Constraint constraint;

  /**
   * @param answers to the request, as far as there are any
   */
  Pairing(RouteTable table, Pairs pairs, Ask ask, List<String> answers) {
    this.table = table;
    this.pairs = pairs;
    this.about =
        new Inquiry(ask, table.senses().thorough(), answers.stream().map(WholeBody::of).toList());
    this.constraint = table.constraint(about);
  }

  Counterpart of(Tier answered) {
    if (about.facts().hasTools() || about.facts().turn().inToolLoop()) {
      return new Counterpart.Unwanted(Skip.TOOLS);
    }
    if (about.facts().hasMedia()) {
      return new Counterpart.Unwanted(Skip.MEDIA);
    }
    if (about.facts().promptTokens().compareTo(pairs.maxPrompt()) > 0) {
      return new Counterpart.Unwanted(Skip.TOO_LARGE);
    }
    if (new Routing(table, about, constraint).settled().isPresent()) {
      return new Counterpart.Unwanted(Skip.DECIDED);
    }
    if (!isOfListedClasses()) {
      return new Counterpart.Unwanted(Skip.DATA_CLASS);
    }
    return mayBeJudged() ? other(answered) : new Counterpart.Unwanted(Skip.CONSTRAINED);
  }

  /** What keeps the answers from their judge: an engine may tell what nobody had asked. */
  Optional<Drop> objection() {
    boolean isShown =
        switch (pairs.judge()) {
          case Pairs.Judge.Exact _, Pairs.Judge.Schema _ -> false;
          case Pairs.Judge.Hook _, Pairs.Judge.Model _ -> true;
        };
    if (isShown && !isOfListedClasses()) {
      return Optional.of(Drop.DATA_CLASS);
    }
    return mayBeJudged() ? Optional.empty() : Optional.of(Drop.CONSTRAINED);
  }

  private boolean isOfListedClasses() {
    return pairs.dataClasses().containsAll(constraint.dataClasses());
  }

  /** What rules confine to targets is shown to nobody outside, and to no model they leave out. */
  private boolean mayBeJudged() {
    return switch (pairs.judge()) {
      case Pairs.Judge.Exact _, Pairs.Judge.Schema _ -> true;
      case Pairs.Judge.Hook _ -> constraint.isForAllTargets();
      case Pairs.Judge.Model(TargetId id, _) ->
          table.snapshot().targets().stream()
              .filter(target -> target.id().equals(id))
              .anyMatch(constraint::allows);
    };
  }

  private Counterpart other(Tier answered) {
    List<Tier> tiers = List.copyOf(table.tiers().keySet());
    boolean isHeavier = !answered.equals(tiers.getLast());
    Tier other = isHeavier ? tiers.getLast() : tiers.getFirst();
    if (other.equals(answered)) {
      return new Counterpart.Unwanted(Skip.NO_OTHER_TIER);
    }
    List<Target> left = new Selection(table, about, constraint).only(other);
    return left.isEmpty()
        ? new Counterpart.Unwanted(Skip.CONSTRAINED)
        : new Counterpart.Wanted(left, isHeavier);
  }
}
