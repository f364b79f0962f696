// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.operator.core.observed.DeviceKind;
import java.util.List;
import java.util.OptionalLong;

/**
 * One way to run on one class.
 *
 * @param lots of the class
 * @param preference of the user, less is better
 * @param cost of a replica in millionths of a US dollar per hour; empty when it is not known
 */
record Option(
    DeviceClass deviceClass,
    List<Integer> lots,
    Variant variant,
    int preference,
    OptionalLong cost) {
  static Option of(Workload workload, DeviceClass there, List<Integer> lots, Variant variant) {
    return new Option(
        there, lots, variant, workload.preference(there), cost(workload, there, variant));
  }

  /**
   * What a replica pays: for devices of its own their price, for what it shares with others (a
   * GPU's or a machine's memory) its part of it.
   */
  static OptionalLong cost(Workload workload, DeviceClass there, Variant variant) {
    if (there.price().isEmpty()) {
      return OptionalLong.empty();
    }
    double whole = there.price().getAsLong() * (double) variant.devices();
    boolean shares = there.kind() == DeviceKind.CPU || workload.wish().packed();
    return OptionalLong.of(
        Math.round(
            shares && there.total().value() > 0
                ? whole * variant.charge().value() / there.total().value()
                : whole));
  }

  /** What has no price comes behind what has one; at one price, what nobody takes away first. */
  static int compare(Option one, Option other) {
    int order = Integer.compare(one.preference, other.preference);
    order =
        order != 0
            ? order
            : Long.compare(one.cost.orElse(Long.MAX_VALUE), other.cost.orElse(Long.MAX_VALUE));
    order = order != 0 ? order : Boolean.compare(one.deviceClass.spot(), other.deviceClass.spot());
    order = order != 0 ? order : Long.compare(one.variant.memory(), other.variant.memory());
    order = order != 0 ? order : Integer.compare(one.variant.devices(), other.variant.devices());
    return order != 0 ? order : other.variant.charge().compareTo(one.variant.charge());
  }

  /** The same for all options that are equal in order. */
  boolean isWithin(Bounds bounds) {
    if (bounds.onDemand() && deviceClass.spot()) {
      return false;
    }
    return bounds.most().isEmpty()
        || (cost.isPresent() && cost.getAsLong() <= bounds.most().getAsLong());
  }
}
