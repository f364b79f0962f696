// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.Node;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.RunningEngine;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each seed is a world of its own; a failure names it. */
class PlannerPropertiesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Planner PLANNER = new Planner();

  static LongStream seeds() {
    return LongStream.range(0, 150);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void plan_inputInAnotherOrder_isEqual(long seed) {
    Worlds worlds = new Worlds(seed);
    Observed world = worlds.fresh();
    Observed running = Aftermath.of(world, PLANNER.plan(world, NOW));

    assertThat(PLANNER.plan(worlds.shuffled(world), NOW)).isEqualTo(PLANNER.plan(world, NOW));
    assertThat(PLANNER.plan(worlds.shuffled(running), NOW)).isEqualTo(PLANNER.plan(running, NOW));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void plan_onPlannedState_movesNothing(long seed) {
    Observed world = new Worlds(seed).fresh();
    Observed settled = settled(world);

    Plan again = PLANNER.plan(settled, NOW);

    assertThat(again.desired().stream().map(PlannerPropertiesTest::where))
        .containsExactlyInAnyOrderElementsOf(
            settled.running().stream().map(PlannerPropertiesTest::where).toList());
    assertThat(again.kept()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void plan_afterAnEdit_neverOvercommits(long seed) {
    Worlds worlds = new Worlds(seed);
    Observed world = worlds.fresh();
    assertNoOvercommit(world, PLANNER.plan(world, NOW));
    Observed edited = worlds.edited(settled(world));

    assertNoOvercommit(edited, PLANNER.plan(edited, NOW));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void plan_afterAnEdit_reachesAStateWithoutOldEngines(long seed) {
    Worlds worlds = new Worlds(seed);
    Observed state = settled(worlds.edited(settled(worlds.fresh())));

    Plan plan = PLANNER.plan(state, NOW);

    boolean refused = plan.findings().stream().anyMatch(f -> f.message().contains("size of"));
    boolean noPlace = plan.findings().stream().anyMatch(f -> f.message().contains("have a place"));
    if (!refused && !noPlace) {
      assertThat(plan.kept()).isEmpty();
    }
  }

  /** Applies plans until nothing changes: what is not wanted goes, what is new gets ready. */
  private static Observed settled(Observed world) {
    Observed state = world;
    for (int step = 0; step < 20; step++) {
      Observed next = Aftermath.of(state, PLANNER.plan(state, NOW));
      if (next.running().equals(state.running())) {
        return state;
      }
      state = next;
    }
    throw new AssertionError("no rest after 20 plans");
  }

  /** New engines on top of everything that runs, kept or not, never exceed what is free. */
  private static void assertNoOvercommit(Observed world, Plan plan) {
    List<String> running = world.running().stream().map(RunningEngine::instanceId).toList();
    for (Node node : world.inventory().nodes()) {
      for (Device device : node.devices()) {
        Bytes sum = device.usedByOthers();
        for (RunningEngine engine : world.running()) {
          if (engine.node().equals(node.name()) && engine.deviceIds().contains(device.id())) {
            sum = sum.plus(engine.charge());
          }
        }
        for (EngineInstance instance : plan.desired()) {
          boolean here =
              instance.node().equals(node.name()) && instance.deviceIds().contains(device.id());
          if (here && !running.contains(instance.id())) {
            sum = sum.plus(instance.charge());
          }
        }
        assertThat(sum).as("%s/%s", node.name(), device.id()).isLessThanOrEqualTo(device.total());
      }
    }
  }

  private static String where(EngineInstance instance) {
    return instance.id() + "@" + instance.node() + instance.deviceIds();
  }

  private static String where(RunningEngine engine) {
    return engine.instanceId() + "@" + engine.node() + engine.deviceIds();
  }
}
