// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import dev.conduit.contract.Dialect;
import dev.conduit.contract.RouteRule;
import dev.conduit.contract.Target;
import dev.conduit.contract.TargetId;
import dev.conduit.contract.Tier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What every later stage must keep to. It is applied to the list of candidates before anything is
 * picked, so that no retry and no fallback can get around it.
 *
 * @param tiers that are left; empty means all
 * @param targets that are left; empty means all
 * @param dataClasses that a target must accept, each one
 * @param words for the caller when nothing is left
 */
record Constraint(
    Optional<Set<Tier>> tiers,
    Optional<Set<TargetId>> targets,
    List<String> dataClasses,
    String words) {
  private static final Constraint OPEN =
      new Constraint(Optional.empty(), Optional.empty(), List.of(), "");

  static Constraint of(List<String> dataClasses) {
    return dataClasses.isEmpty() ? OPEN : OPEN.and(dataClasses, "");
  }

  Constraint and(String rule, RouteRule.Action.Constrain action) {
    Constraint more = this;
    String by = "rule \"" + rule + "\" ";
    if (!action.tiers().isEmpty()) {
      more =
          new Constraint(
              Optional.of(left(more.tiers.orElse(Set.copyOf(action.tiers())), action.tiers())),
              more.targets,
              more.dataClasses,
              more.words(by + "leaves the tiers " + action.tiers()));
    }
    if (!action.targets().isEmpty()) {
      more =
          new Constraint(
              more.tiers,
              Optional.of(
                  left(more.targets.orElse(Set.copyOf(action.targets())), action.targets())),
              more.dataClasses,
              more.words(by + "leaves the targets " + action.targets()));
    }
    return action.dataClasses().isEmpty() ? more : more.and(action.dataClasses(), by);
  }

  private Constraint and(List<String> classes, String by) {
    List<String> all = new ArrayList<>(dataClasses);
    classes.stream().filter(name -> !all.contains(name)).forEach(all::add);
    String plural = classes.size() == 1 ? "data class " : "data classes ";
    return new Constraint(
        tiers,
        targets,
        List.copyOf(all),
        words(by + plural + "\"" + String.join("\", \"", classes) + "\""));
  }

  private String words(String more) {
    return words.isEmpty() ? more : words + "; " + more;
  }

  private static <T> Set<T> left(Set<T> before, List<T> allowed) {
    Set<T> left = new HashSet<>(before);
    left.retainAll(Set.copyOf(allowed));
    return left;
  }

  /** For an explanation, in order. */
  Explanation.Limits limits() {
    return new Explanation.Limits(
        tiers.orElse(Set.of()).stream().sorted().toList(),
        targets.orElse(Set.of()).stream().sorted().toList(),
        dataClasses,
        words);
  }

  boolean isOpen() {
    return tiers.isEmpty() && targets.isEmpty() && dataClasses.isEmpty();
  }

  /** Whether no rule confines the request to tiers or targets. */
  boolean isForAllTargets() {
    return tiers.isEmpty() && targets.isEmpty();
  }

  boolean allows(Target target) {
    return target.dialect() == Dialect.OPENAI && objection(target).isEmpty();
  }

  /** Why the target is not allowed, in words; empty when it is. */
  String objection(Target target) {
    if (tiers.isPresent() && !tiers.get().contains(target.tier())) {
      return "a rule leaves its tier out";
    }
    if (targets.isPresent() && !targets.get().contains(target.id())) {
      return "a rule leaves it out";
    }
    if (!target.dataClasses().isEmpty() && !target.dataClasses().containsAll(dataClasses)) {
      return "it accepts " + target.dataClasses() + " and the request is of " + dataClasses;
    }
    return "";
  }
}
