// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a ledger has the groups of an inventory: in lots, which are numbered.
 *
 * @param lots the groups of each, of one class and zone, sorted by node
 * @param byClass numbers of lots, by zone
 * @param byNode where each of a node's groups is
 */
record Layout(
    List<List<NodeDevices>> lots,
    Map<DeviceClass, List<Integer>> byClass,
    Map<String, List<Seat>> byNode) {

  /** Of groups that are sorted by node. */
  static Layout of(List<NodeDevices> groups) {
    Map<DeviceClass, Map<String, List<NodeDevices>>> sorted = new LinkedHashMap<>();
    for (NodeDevices group : groups) {
      sorted
          .computeIfAbsent(group.deviceClass(), _ -> new TreeMap<>())
          .computeIfAbsent(group.host().zone(), _ -> new ArrayList<>())
          .add(group);
    }
    List<List<NodeDevices>> lots = new ArrayList<>();
    Map<DeviceClass, List<Integer>> byClass = new HashMap<>();
    Map<String, List<Seat>> byNode = new HashMap<>();
    sorted.forEach(
        (deviceClass, zones) -> {
          List<Integer> numbers = new ArrayList<>();
          for (List<NodeDevices> lot : zones.values()) {
            for (int i = 0; i < lot.size(); i++) {
              byNode
                  .computeIfAbsent(lot.get(i).node(), _ -> new ArrayList<>())
                  .add(new Seat(lots.size(), i));
            }
            numbers.add(lots.size());
            lots.add(List.copyOf(lot));
          }
          byClass.put(deviceClass, List.copyOf(numbers));
        });
    return new Layout(lots, byClass, byNode);
  }

  /** Numbers of the lots of a class. */
  List<Integer> lotsOf(DeviceClass deviceClass) {
    return byClass.getOrDefault(deviceClass, List.of());
  }

  /** Where a node's groups are. */
  List<Seat> on(String node) {
    return byNode.getOrDefault(node, List.of());
  }

  /**
   * A group's place in a ledger.
   *
   * @param number in its lot
   */
  record Seat(int lot, int number) {}
}
