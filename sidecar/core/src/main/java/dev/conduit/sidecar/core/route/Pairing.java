// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import dev.conduit.contract.Pairs;
import dev.conduit.contract.Target;
import dev.conduit.contract.TargetId;
import dev.conduit.contract.Tier;
import dev.conduit.sidecar.core.pair.Skip;
import java.util.List;

/**
 * Whether a request may be answered by the other tier as well: the heaviest, or the lightest where
 * the heaviest answered. Looks for classes of data whether or not anybody else cares. One call.
 */
final class Pairing {
  private final RouteTable table;
  private final Pairs pairs;
  private final Inquiry about;
  private final Constraint constraint;

  Pairing(RouteTable table, Pairs pairs, Ask ask) {
    this.table = table;
    this.pairs = pairs;
    this.about = new Inquiry(ask, table.senses().thorough());
    this.constraint = table.constraint(about);
  }

  Counterpart of(Tier answered) {
    if (about.facts().hasTools() || about.facts().turn().inToolLoop()) {
      return new Counterpart.Unwanted(Skip.TOOLS);
    }
    if (about.facts().promptTokens().compareTo(pairs.maxPrompt()) > 0) {
      return new Counterpart.Unwanted(Skip.TOO_LARGE);
    }
    Routing routing = new Routing(table, about, constraint);
    if (routing.settled().isPresent()) {
      return new Counterpart.Unwanted(Skip.DECIDED);
    }
    if (!pairs.dataClasses().containsAll(constraint.dataClasses())) {
      return new Counterpart.Unwanted(Skip.DATA_CLASS);
    }
    return mayBeJudged() ? other(routing, answered) : new Counterpart.Unwanted(Skip.CONSTRAINED);
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

  private Counterpart other(Routing routing, Tier answered) {
    List<Tier> tiers = List.copyOf(table.tiers().keySet());
    boolean isHeavier = !answered.equals(tiers.getLast());
    Tier other = isHeavier ? tiers.getLast() : tiers.getFirst();
    if (other.equals(answered)) {
      return new Counterpart.Unwanted(Skip.NO_OTHER_TIER);
    }
    List<Target> left = routing.only(other);
    return left.isEmpty()
        ? new Counterpart.Unwanted(Skip.CONSTRAINED)
        : new Counterpart.Wanted(left, isHeavier);
  }
}
