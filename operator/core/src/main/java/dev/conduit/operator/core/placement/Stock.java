// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.observed.Device;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A group of devices and what is on each. A value: what is charged makes another one, so that
 * ledgers share those in which they do not differ.
 *
 * @param devices in the group's order
 * @param idle devices that no engine of ours is on
 */
record Stock(NodeDevices group, List<Held> devices, int idle) {
  /**
   * The fewest idle devices first, so that whole nodes stay free for larger models; then by node.
   */
  static final Comparator<Stock> ORDER =
      Comparator.comparingInt(Stock::idle).thenComparing(stock -> stock.group().node());

  /** With nothing of ours on it. */
  static Stock of(NodeDevices group) {
    return of(group, group.devices().stream().map(Held::of).toList());
  }

  private static Stock of(NodeDevices group, List<Held> devices) {
    int idle = 0;
    for (Held held : devices) {
      idle += held.isIdle() ? 1 : 0;
    }
    return new Stock(group, devices, idle);
  }

  /** Whether one of its devices is named. */
  boolean hasAny(List<String> ids) {
    for (Held held : devices) {
      if (ids.contains(held.device().id())) {
        return true;
      }
    }
    return false;
  }

  /** With a charge on those of its devices that are named. */
  Stock with(Charge charge, List<String> ids) {
    return map(held -> ids.contains(held.device().id()) ? held.with(charge) : held);
  }

  /** Once these owners are gone. */
  Stock without(Set<String> owners) {
    return map(held -> held.isIdle() ? held : held.without(owners));
  }

  private Stock map(UnaryOperator<Held> change) {
    List<Held> changed = new ArrayList<>(devices.size());
    devices.forEach(held -> changed.add(change.apply(held)));
    return of(group, changed);
  }

  /** Whether an engine that shares would find another one on a device that shares it. */
  boolean isShared(int round) {
    for (Held held : devices) {
      if (!held.isIdle() && held.isOpen(round)) {
        return true;
      }
    }
    return false;
  }

  /** The most that is free on one device. */
  Bytes mostFree() {
    Bytes most = Bytes.ZERO;
    for (Held held : devices) {
      most = most.compareTo(held.free()) >= 0 ? most : held.free();
    }
    return most;
  }

  /** Devices with so much free, of those that an engine may come to. */
  List<Device> room(Bytes charge, Access access, int round) {
    List<Held> room = new ArrayList<>();
    for (Held held : devices) {
      if (held.free().compareTo(charge) >= 0 && access.admits(held, round)) {
        room.add(held);
      }
    }
    if (access == Access.SHARED) {
      // The fullest first: what is idle stays so for those that want a device for themselves.
      room.sort(Comparator.comparing(Held::free));
    }
    return room.stream().map(Held::device).toList();
  }

  /** How engines use a device. */
  enum Access {
    /** Main memory, of which everything takes a part. */
    MEMORY,
    /** One engine has it for itself. */
    EXCLUSIVE,
    /** Several engines have a part of it. */
    SHARED;

    private boolean admits(Held held, int round) {
      return switch (this) {
        case MEMORY -> true;
        case EXCLUSIVE -> held.isIdle();
        case SHARED -> held.isOpen(round);
      };
    }
  }
}
