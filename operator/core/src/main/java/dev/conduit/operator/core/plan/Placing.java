// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.placement.Hardware;
import java.util.Optional;
import java.util.function.Predicate;

/** Places all blocks of a world. */
interface Placing {
  /**
   * Every block placed; empty, with the rest left undone, as soon as one of them spoils it.
   *
   * @param hardware of the world's inventory
   * @param spoils asked of each block once it is placed
   */
  Optional<Attempt> place(Observed world, Hardware hardware, Predicate<ReplicaPlanner> spoils);
}
