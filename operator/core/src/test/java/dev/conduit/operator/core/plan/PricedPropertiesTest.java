// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.api.v1alpha1.block.Compute;
import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.api.v1alpha1.block.Sharing;
import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.model.GpuSlice;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.Node;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.Sourced;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each seed is a cluster of its own; a failure names it. */
class PricedPropertiesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Planner PLANNER = new Planner();

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void plan_ofACluster_keepsWhatBlocksAskFor(long seed) {
    Observed world = new PricedWorlds(seed).fresh();
    Plan plan = PLANNER.plan(world, NOW);

    for (Sourced<InferenceBlock> block : world.blocks()) {
      List<EngineInstance> mine =
          plan.desired().stream().filter(one -> one.block().equals(block.ref())).toList();
      assertSpot(block, mine);
      assertCost(PricedWorlds.compute(block), mine);
      mine.forEach(one -> assertSlice(PricedWorlds.compute(block), world, one));
    }
    assertNoOvercommit(world, plan);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void plan_inputInAnotherOrder_isEqual(long seed) {
    PricedWorlds worlds = new PricedWorlds(seed);
    Observed world = worlds.fresh();

    assertThat(PLANNER.plan(worlds.shuffled(world), NOW)).isEqualTo(PLANNER.plan(world, NOW));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void plan_onPlannedState_movesNothing(long seed) {
    Observed state = new PricedWorlds(seed).fresh();
    Plan plan = PLANNER.plan(state, NOW);
    for (int step = 0; step < 20; step++) {
      state = Aftermath.of(state, plan.desired(), java.util.Set.of());
      Plan next = PLANNER.plan(state, NOW);
      assertThat(next.desired().stream().map(PricedPropertiesTest::where))
          .containsAll(plan.desired().stream().map(PricedPropertiesTest::where).toList());
      if (next.desired().equals(plan.desired())) {
        break;
      }
      plan = next;
    }
    assertThat(PLANNER.plan(state, NOW).kept()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void plan_ofOneReplica_isAsCheapAsOnAnyNodeAlone(long seed) {
    Observed world = new PricedWorlds(seed).one();
    double least = Double.MAX_VALUE;
    for (Node node : world.inventory().nodes()) {
      least = Math.min(least, cost(PLANNER.plan(PricedWorlds.only(world, node), NOW)));
    }

    assertThat(cost(PLANNER.plan(world, NOW))).isEqualTo(least);
  }

  /** What nobody has priced is dearer than all that has a price. */
  private static double cost(Plan plan) {
    return plan.desired().stream()
        .mapToDouble(one -> one.hourlyCost().orElse(1e9))
        .findFirst()
        .orElse(Double.MAX_VALUE);
  }

  private static void assertSpot(Sourced<InferenceBlock> block, List<EngineInstance> mine) {
    var spot = PricedWorlds.compute(block).spot();
    int replicas = Objects.requireNonNull(block.resource().getSpec().replicas());
    int most =
        spot == null ? 0 : Math.max(0, replicas - Objects.requireNonNull(spot.onDemandFloor()));
    assertThat(mine.stream().filter(EngineInstance::spot).count())
        .as("%s on spot nodes", block.ref())
        .isLessThanOrEqualTo(most);
  }

  private static void assertCost(Compute compute, List<EngineInstance> mine) {
    if (compute.maxHourlyCost() != null) {
      assertThat(mine).allMatch(one -> one.hourlyCost().isPresent());
      assertThat(mine.stream().mapToDouble(one -> one.hourlyCost().orElseThrow()).sum())
          .isLessThanOrEqualTo(compute.maxHourlyCost() + 1e-6);
    }
  }

  private static void assertSlice(Compute compute, Observed world, EngineInstance instance) {
    boolean wished = compute.sharing() == Sharing.MIG;
    for (Device device : devices(world, instance)) {
      assertThat(GpuSlice.profileOf(device.product()).isPresent())
          .as("%s on %s", instance.id(), device.product())
          .isEqualTo(wished);
    }
    if (wished) {
      assertThat(instance.deviceIds()).hasSize(1);
    }
  }

  private static List<Device> devices(Observed world, EngineInstance instance) {
    return world.inventory().nodes().stream()
        .filter(node -> node.name().equals(instance.node()))
        .flatMap(node -> node.devices().stream())
        .filter(device -> instance.deviceIds().contains(device.id()))
        .toList();
  }

  private static void assertNoOvercommit(Observed world, Plan plan) {
    for (Node node : world.inventory().nodes()) {
      for (Device device : node.devices()) {
        Bytes sum = Bytes.ZERO;
        for (EngineInstance one : plan.desired()) {
          if (one.node().equals(node.name()) && one.deviceIds().contains(device.id())) {
            sum = sum.plus(one.charge());
          }
        }
        assertThat(sum).as("%s/%s", node.name(), device.id()).isLessThanOrEqualTo(device.total());
      }
    }
  }

  private static String where(EngineInstance instance) {
    return instance.id() + "@" + instance.node() + instance.deviceIds();
  }
}
