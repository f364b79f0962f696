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
import java.util.Optional;
import java.util.Set;

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
  private final Placing placing;
  private final List<Integer> spent = new ArrayList<>();

  /**
   * @param homeless blocks that do not fit as it is
   */
  Rehearsal(Observed observed, Hardware hardware, Set<ObjectRef> homeless, Placing placing) {
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
      Optional<Attempt> tried = placing.place(world, there, planner -> isSpoiledBy(planner, block));
      if (tried.isEmpty() || !tried.get().placing().containsKey(block)) {
        return false;
      }
      Attempt attempt = tried.get();
      if (isAtRest(world, attempt)) {
        // As if it were tried: how many are rehearsed must not depend on what is saved.
        spent.add(world.blocks().size());
        return true;
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

  /**
   * Whether placing again could change nothing, so that it need not be tried: nobody waits, nothing
   * that runs goes, and a block without room for a replica has none for any other. (One that has a
   * place for some may choose another replica for what its limits allow once.)
   */
  private static boolean isAtRest(Observed world, Attempt attempt) {
    Set<String> staying = new HashSet<>();
    for (BlockPlan plan : attempt.plans()) {
      Replicas replicas = plan.replicas();
      boolean isWhole =
          replicas.places().isEmpty() || replicas.places().size() == replicas.wanted();
      if (replicas.waiting() || !replicas.kept().isEmpty() || !isWhole) {
        return false;
      }
      replicas.instances().forEach(instance -> staying.add(instance.id()));
    }
    return world.running().stream().allMatch(engine -> staying.contains(engine.instanceId()));
  }

  /** Whether a block has lost its place, or that which is to get one has none. */
  private boolean isSpoiledBy(ReplicaPlanner planner, ObjectRef block) {
    return planner.isHomeless()
        && (planner.block().equals(block) || !homeless.contains(planner.block()));
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
