// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import dev.conduit.operator.core.observed.ObjectRef;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Every block placed as well as it can be, before anybody asks why one cannot.
 *
 * @param plans sorted by block
 * @param placing those of the blocks that are to be placed
 */
record Attempt(List<BlockPlan> plans, Map<ObjectRef, ReplicaPlanner> placing) {
  Attempt {
    plans = List.copyOf(plans);
    placing = new TreeMap<>(placing);
  }

  /** What places the replicas of a block that is to be placed. */
  ReplicaPlanner placing(ObjectRef block) {
    return Objects.requireNonNull(placing.get(block));
  }

  /** Blocks with a replica that has no place. */
  Set<ObjectRef> homeless() {
    Set<ObjectRef> homeless = new TreeSet<>();
    placing.forEach(
        (ref, planner) -> {
          if (planner.isHomeless()) {
            homeless.add(ref);
          }
        });
    return homeless;
  }
}
