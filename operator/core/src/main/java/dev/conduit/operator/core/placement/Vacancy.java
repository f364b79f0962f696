// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import java.util.Comparator;

/**
 * How much of a group is idle. Sorted by that, then by node; equal only for the same node, which
 * has one group of a class.
 *
 * @param idle devices that no engine of ours is on
 */
record Vacancy(int idle, NodeDevices group) implements Comparable<Vacancy> {
  private static final Comparator<Vacancy> ORDER =
      Comparator.comparingInt(Vacancy::idle).thenComparing(vacancy -> vacancy.group().node());

  @Override
  public int compareTo(Vacancy other) {
    return ORDER.compare(this, other);
  }
}
