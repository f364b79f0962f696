// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import java.util.OptionalLong;

/**
 * What one replica's place must keep to, beside having room.
 *
 * @param onDemand whether it must be on a node that nobody takes away
 * @param most that it may cost, in millionths of a US dollar per hour; then a place whose price
 *     nobody knows is none
 */
public record Bounds(boolean onDemand, OptionalLong most) {
  public static final Bounds NONE = new Bounds(false, OptionalLong.empty());

  /** The same wherever the node comes from. */
  public Bounds anyCapacity() {
    return new Bounds(false, most);
  }

  /** The same at any price. */
  public Bounds anyCost() {
    return new Bounds(onDemand, OptionalLong.empty());
  }
}
