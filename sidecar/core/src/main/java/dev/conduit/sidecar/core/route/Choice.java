// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import dev.conduit.contract.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Targets that mean the same to the caller, with what follows each one when it cannot answer: the
 * others, then the policy's fallbacks. All orders are worked out beforehand.
 */
final class Choice {
  private final List<Target> targets;
  private final List<List<Target>> orders;
  private final long totalWeight;

  private Choice(List<Target> targets, List<List<Target>> orders) {
    this.targets = targets;
    this.orders = orders;
    this.totalWeight = targets.stream().mapToLong(Target::weight).sum();
  }

  /** Of targets that have no weight the first is taken: naming one is asking for it. */
  static Choice of(List<Target> targets, List<Target> fallback) {
    List<List<Target>> orders = new ArrayList<>();
    for (Target first : targets) {
      List<Target> order = new ArrayList<>();
      order.add(first);
      targets.stream().filter(t -> t.weight() > 0 && !order.contains(t)).forEach(order::add);
      fallback.stream().filter(t -> !order.contains(t)).forEach(order::add);
      orders.add(List.copyOf(order));
    }
    return new Choice(List.copyOf(targets), List.copyOf(orders));
  }

  /** The order that begins with a target drawn by weight. */
  List<Target> draw(long entropy) {
    if (orders.size() == 1 || totalWeight == 0) {
      return orders.getFirst();
    }
    long left = Math.floorMod(entropy, totalWeight);
    int i = 0;
    while (left >= targets.get(i).weight()) {
      left -= targets.get(i).weight();
      i++;
    }
    return orders.get(i);
  }

  /** Of all that may be drawn, fallbacks too. */
  boolean all(Predicate<Target> holds) {
    for (Target target : orders.getFirst()) {
      if (!holds.test(target)) {
        return false;
      }
    }
    return true;
  }

  List<Target> targets() {
    return targets;
  }

  /** What is left of this, in the same preference; empty when no target of its own is left. */
  List<Target> draw(long entropy, Predicate<Target> isLeft) {
    List<Target> own = targets.stream().filter(isLeft).toList();
    return own.isEmpty()
        ? List.of()
        : of(own, orders.getFirst().stream().filter(isLeft).toList()).draw(entropy);
  }
}
