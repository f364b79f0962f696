// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The groups of one class by zone; in each those with the fewest idle devices first, then by node.
 * Confined to the making of one plan.
 */
final class Vacancies {
  private final NavigableMap<String, Zone> zones = new TreeMap<>();

  /** A group all of whose devices are idle. */
  void add(NodeDevices group) {
    zones
        .computeIfAbsent(group.host().zone(), unused -> new Zone())
        .put(group.devices().size(), group);
  }

  /** One more device of the group is not idle any more. */
  void take(NodeDevices group, int idle) {
    in(group.host().zone()).take(group, idle);
  }

  /** Whether an engine that shares may come to a device of the group that is not idle. */
  void share(NodeDevices group, boolean shared) {
    in(group.host().zone()).share(group, shared);
  }

  /** Names of the zones that have groups, sorted. */
  Set<String> zones() {
    return zones.keySet();
  }

  /** The groups in a zone. */
  Zone in(String zone) {
    return zones.getOrDefault(zone, new Zone());
  }

  /** The groups in one zone. */
  static final class Zone {
    private final NavigableMap<Integer, NavigableMap<String, NodeDevices>> byIdle = new TreeMap<>();

    private final NavigableMap<String, NodeDevices> sharing = new TreeMap<>();

    /** Groups that an engine that shares may come to: to an idle device, or beside another one. */
    Stream<Vacancy> open() {
      Map<String, NodeDevices> full = byIdle.getOrDefault(0, new TreeMap<>());
      return Stream.concat(
          sharing.values().stream()
              .filter(group -> full.containsKey(group.node()))
              .map(group -> new Vacancy(0, group)),
          withAtLeast(1));
    }

    /** Groups with at least so many idle devices; reads on only as far as it is read. */
    Stream<Vacancy> withAtLeast(int idle) {
      return byIdle.tailMap(idle, true).entrySet().stream()
          .flatMap(
              entry ->
                  entry.getValue().values().stream()
                      .map(group -> new Vacancy(entry.getKey(), group)));
    }

    private void take(NodeDevices group, int idle) {
      Map<String, NodeDevices> alike = byIdle.getOrDefault(idle, new TreeMap<>());
      alike.remove(group.node());
      if (alike.isEmpty()) {
        byIdle.remove(idle);
      }
      put(idle - 1, group);
    }

    private void share(NodeDevices group, boolean shared) {
      if (shared) {
        sharing.put(group.node(), group);
      } else {
        sharing.remove(group.node());
      }
    }

    private void put(int idle, NodeDevices group) {
      byIdle.computeIfAbsent(idle, unused -> new TreeMap<>()).put(group.node(), group);
    }
  }
}
