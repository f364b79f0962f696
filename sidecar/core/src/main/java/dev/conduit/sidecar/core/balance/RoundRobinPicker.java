// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.balance;

import java.util.List;

/**
 * Each candidate in its turn. When the one whose turn it is cannot take it, the turn passes to one
 * next in a rotation of its own over the others, so that no neighbour inherits a dead endpoint's
 * whole load.
 */
final class RoundRobinPicker implements Picker {
  @Override
  public int pick(List<? extends Candidate> all, int[] eligible, long turn, long entropy) {
    int due = (int) Math.floorMod(turn, (long) all.size());
    for (int index : eligible) {
      if (index == due) {
        return due;
      }
    }
    return eligible[(int) Math.floorMod(turn / all.size(), (long) eligible.length)];
  }
}
