// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a block's replicas are, so that the next one can go where the fewest are. Confined to the
 * making of one plan.
 */
public final class Spread {
  private final Map<String, Integer> zones = new HashMap<>();
  private final Map<String, Integer> nodes = new HashMap<>();

  /** One more replica is there. */
  public void add(Place place) {
    zones.merge(place.zone(), 1, Integer::sum);
    nodes.merge(place.node(), 1, Integer::sum);
  }

  /** Whether no replica is anywhere. */
  boolean isEmpty() {
    return nodes.isEmpty();
  }

  int inZone(String zone) {
    return zones.getOrDefault(zone, 0);
  }

  int onNode(String node) {
    return nodes.getOrDefault(node, 0);
  }

  /** Those with the fewest replicas first, alike ones as they come. */
  List<Lot> fewestFirst(List<Lot> lots) {
    return isEmpty() || lots.size() < 2
        ? lots
        : lots.stream().sorted(Comparator.comparingInt(lot -> inZone(lot.zone()))).toList();
  }
}
