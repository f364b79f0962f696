// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.observed.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A device and what is on it.
 *
 * @param free bytes that nobody has
 * @param charges of engines
 */
record Held(Device device, Bytes free, List<Charge> charges) {
  /** With what others were seen to use, and nothing of ours. */
  static Held of(Device device) {
    return new Held(device, device.total().minusOrZero(device.usedByOthers()), List.of());
  }

  Held with(Charge charge) {
    List<Charge> more = new ArrayList<>(charges);
    more.add(charge);
    return of(device, more);
  }

  Held without(Set<String> owners) {
    return of(device, charges.stream().filter(charge -> !owners.contains(charge.owner())).toList());
  }

  private static Held of(Device device, List<Charge> charges) {
    Bytes taken = device.usedByOthers();
    for (Charge charge : charges) {
      taken = taken.plus(charge.bytes());
    }
    return new Held(device, device.total().minusOrZero(taken), charges);
  }

  /** Whether no engine of ours is on it. */
  boolean isIdle() {
    return charges.isEmpty();
  }

  /**
   * Whether an engine that shares may come: nobody has the device for himself, and none loads, and
   * so measures or takes memory just now.
   */
  boolean isOpen(int round) {
    for (Charge charge : charges) {
      if (charge.exclusive() || charge.loadedFrom() > round) {
        return false;
      }
    }
    return true;
  }
}
