// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.explain;

import dev.conduit.contract.RouteRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a rule does, in words. */
final class ActionWords {
  private ActionWords() {}

  static String of(RouteRule.Action action) {
    return switch (action) {
      case RouteRule.Action.RouteToTier(var tier) -> "route to tier " + tier;
      case RouteRule.Action.RouteToTarget(var target) -> "route to " + target;
      case RouteRule.Action.Constrain constrain -> constrain(constrain);
      case RouteRule.Action.AddScore(double score) ->
          String.format(Locale.ROOT, "add %+.3f to the score", score);
    };
  }

  private static String constrain(RouteRule.Action.Constrain action) {
    List<String> parts = new ArrayList<>();
    if (!action.tiers().isEmpty()) {
      parts.add("tiers " + action.tiers());
    }
    if (!action.targets().isEmpty()) {
      parts.add("targets " + action.targets());
    }
    if (!action.dataClasses().isEmpty()) {
      parts.add("targets that accept " + action.dataClasses());
    }
    return "leave only " + String.join(", ", parts);
  }
}
