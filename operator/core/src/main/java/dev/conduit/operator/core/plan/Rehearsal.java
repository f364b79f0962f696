// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.operator.core.engine.EngineAdapter;
import dev.conduit.operator.core.finding.Remedy;
import dev.conduit.operator.core.observed.Inventory;
import dev.conduit.operator.core.observed.Node;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.Sourced;
import dev.conduit.operator.core.placement.Hardware;
import dev.conduit.operator.core.placement.NewNodes;
import dev.conduit.operator.core.remedy.Change;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Carries changes out in thought: everything is placed anew, what is placed is taken to run, and so
 * on until nothing moves. Confined to the making of one plan.
 *
 * <p>Cost: for each change a few times that of placing all blocks. So only so many blocks are
 * placed in all; beyond, and in worlds of many blocks, nothing is rehearsed.
 */
final class Rehearsal {
  private static final int MOST_BLOCKS = 200;
  private static final int MOST_PLACED = 2_000;
  private static final int MOST_STEPS = 20;

  private final Observed observed;
  private final Hardware hardware;
  private final Set<ObjectRef> homeless;
  private final BiFunction<Observed, Hardware, Attempt> placing;
  private final List<Integer> spent = new ArrayList<>();

  /**
   * @param homeless blocks that do not fit as it is
   */
  Rehearsal(
      Observed observed,
      Hardware hardware,
      Set<ObjectRef> homeless,
      BiFunction<Observed, Hardware, Attempt> placing) {
    this.observed = observed;
    this.hardware = hardware;
    this.homeless = Set.copyOf(homeless);
    this.placing = placing;
  }

  /** Whether there is time for one more. */
  boolean isPossible() {
    return observed.blocks().size() <= MOST_BLOCKS
        && spent.stream().mapToInt(Integer::intValue).sum() < MOST_PLACED;
  }

  /** Whether the block fits with the change, and no other block loses its place by it. */
  boolean proves(ObjectRef block, Change change, EngineAdapter.Home home) {
    Observed world = changed(block, change, home);
    Hardware there =
        change.remedy() instanceof Remedy.FurtherNodes
            ? hardware.over(world.inventory())
            : hardware;
    for (int step = 0; step < MOST_STEPS; step++) {
      spent.add(world.blocks().size());
      Attempt attempt = placing.apply(world, there);
      if (!isGood(attempt, block)) {
        return false;
      }
      Observed next = after(world, attempt);
      if (next.running().equals(world.running())) {
        return attempt.plans().stream()
            .filter(plan -> plan.ref().equals(block))
            .noneMatch(plan -> plan.replicas().waiting());
      }
      world = next;
    }
    return false;
  }

  private boolean isGood(Attempt attempt, ObjectRef block) {
    Set<ObjectRef> losers = new HashSet<>(attempt.homeless());
    boolean fits = attempt.placing().containsKey(block) && !losers.contains(block);
    losers.removeAll(homeless);
    return fits && losers.isEmpty();
  }

  private static Observed after(Observed world, Attempt attempt) {
    List<EngineInstance> desired =
        attempt.plans().stream().flatMap(plan -> plan.replicas().instances().stream()).toList();
    Set<String> kept = new HashSet<>();
    attempt.plans().forEach(plan -> kept.addAll(plan.replicas().kept()));
    return Aftermath.of(world, desired, kept);
  }

  private Observed changed(ObjectRef block, Change change, EngineAdapter.Home home) {
    return switch (change.remedy()) {
      case Remedy.Edit _ ->
          observed.withBlocks(
              observed.blocks().stream()
                  .map(one -> one.ref().equals(block) ? edited(one, change) : one)
                  .toList());
      case Remedy.FurtherNodes more -> {
        boolean simulated = home == EngineAdapter.Home.SIMULATED_GPU;
        List<Node> nodes = new ArrayList<>(observed.inventory().nodes());
        nodes.addAll(NewNodes.nodes(more, simulated));
        yield observed.withInventory(new Inventory(nodes, observed.inventory().provider()));
      }
    };
  }

  private static Sourced<InferenceBlock> edited(Sourced<InferenceBlock> block, Change change) {
    InferenceBlock edited = new InferenceBlock();
    edited.setMetadata(block.resource().getMetadata());
    edited.setSpec(change.spec());
    return new Sourced<>(edited, block.source());
  }
}
