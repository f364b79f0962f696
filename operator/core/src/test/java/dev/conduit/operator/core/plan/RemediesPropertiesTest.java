// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.operator.core.finding.Finding;
import dev.conduit.operator.core.finding.Remedy;
import dev.conduit.operator.core.finding.Severity;
import dev.conduit.operator.core.model.ModelId;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.DeviceKind;
import dev.conduit.operator.core.observed.Given;
import dev.conduit.operator.core.observed.Inventory;
import dev.conduit.operator.core.observed.Node;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.Sourced;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a plan says would fit is written into the manifest, as a person would, and planned until
 * nothing moves: then it fits, and nobody else has lost a place. Each seed is a world of its own.
 */
class RemediesPropertiesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Planner PLANNER = new Planner();
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  static LongStream seeds() {
    return LongStream.range(0, 120);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void remedy_appliedToAFreshWorld_fits(long seed) throws IOException {
    assertAllTrue(new Worlds(seed).tight());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void remedy_appliedToARunningWorld_fits(long seed) throws IOException {
    Worlds worlds = new Worlds(seed);
    assertAllTrue(worlds.edited(settled(worlds.tight())));
  }

  @Test
  void remedies_ofManyWorlds_areOfEveryKind() {
    Set<String> kinds = new TreeSet<>();
    seeds()
        .mapToObj(seed -> new Worlds(seed).tight())
        .flatMap(world -> misfits(PLANNER.plan(world, NOW)).stream())
        .flatMap(misfit -> misfit.remedies().stream())
        .forEach(
            remedy ->
                kinds.add(
                    switch (remedy) {
                      case Remedy.Edit edit -> edit.field();
                      case Remedy.FurtherNodes _ -> "nodes";
                    }));

    assertThat(kinds)
        .contains(
            "nodes",
            "spec.compute.count",
            "spec.compute.gpu",
            "spec.compute.tensorParallel",
            "spec.models[0].id",
            "spec.models[0].kvCacheDtype",
            "spec.models[0].maxModelLen",
            "spec.models[0].maxConcurrency",
            "spec.models[0].quantization",
            "spec.replicas");
  }

  private static void assertAllTrue(Observed world) throws IOException {
    Plan plan = PLANNER.plan(world, NOW);
    Set<ObjectRef> before = homeless(plan);
    for (Finding.DoesNotFit misfit : misfits(plan)) {
      for (Remedy remedy : misfit.remedies()) {
        Observed cured = settled(applied(world, misfit.object(), remedy));
        Plan after = PLANNER.plan(cured, NOW);
        assertThat(after.findings())
            .as("%s of %s", remedy.words(), misfit)
            .noneMatch(f -> f.object().equals(misfit.object()) && f.severity() == Severity.ERROR);
        assertThat(before).as("%s of %s", remedy.words(), misfit).containsAll(homeless(after));
        assertThat(servedName(cured, misfit.object()))
            .as("%s of %s", remedy.words(), misfit)
            .isEqualTo(servedName(world, misfit.object()));
      }
    }
  }

  /** By which callers and policies know the block's model. */
  private static String servedName(Observed world, ObjectRef block) {
    return world.blocks().stream()
        .filter(one -> one.ref().equals(block))
        .map(one -> one.resource().getSpec().models().getFirst())
        .map(model -> Given.or(model.servedName(), ModelId.parse(model.id()).defaultServedName()))
        .findFirst()
        .orElseThrow();
  }

  private static List<Finding.DoesNotFit> misfits(Plan plan) {
    return plan.findings().stream()
        .filter(Finding.DoesNotFit.class::isInstance)
        .map(Finding.DoesNotFit.class::cast)
        .toList();
  }

  private static Set<ObjectRef> homeless(Plan plan) {
    return misfits(plan).stream().map(Finding::object).collect(Collectors.toSet());
  }

  private static Observed applied(Observed world, ObjectRef block, Remedy remedy)
      throws IOException {
    return switch (remedy) {
      case Remedy.FurtherNodes more -> {
        List<Node> nodes = new ArrayList<>(world.inventory().nodes());
        for (int i = 0; i < more.nodes(); i++) {
          // Simulators only come to simulated machines, and nothing else comes there.
          nodes.add(machine("new-" + i, more, isSimulator(world, block)));
        }
        yield world.withInventory(new Inventory(nodes));
      }
      case Remedy.Edit edit -> {
        List<Sourced<InferenceBlock>> blocks = new ArrayList<>();
        for (Sourced<InferenceBlock> one : world.blocks()) {
          blocks.add(one.ref().equals(block) ? written(one, edit) : one);
        }
        yield world.withBlocks(blocks);
      }
    };
  }

  private static Sourced<InferenceBlock> written(Sourced<InferenceBlock> block, Remedy.Edit edit)
      throws IOException {
    ObjectNode tree = MAPPER.valueToTree(block.resource());
    write(tree, edit);
    return new Sourced<>(MAPPER.treeToValue(tree, InferenceBlock.class), block.source());
  }

  private static void write(ObjectNode tree, Remedy.Edit edit) {
    String[] path = edit.field().replace("[0]", ".0").split("\\.", -1);
    ObjectNode at = tree;
    for (int i = 0; i < path.length - 1; i++) {
      at =
          path[i + 1].equals("0")
              ? (ObjectNode) ((ArrayNode) at.get(path[i++])).get(0)
              : at.withObject(path[i]);
    }
    at.set(path[path.length - 1], edit.value());
    edit.also().ifPresent(also -> write(tree, also));
  }

  private static boolean isSimulator(Observed world, ObjectRef block) {
    return world.blocks().stream()
        .filter(one -> one.ref().equals(block))
        .anyMatch(one -> one.resource().getSpec().engine().kind().wireName().equals("simulator"));
  }

  private static Node machine(String name, Remedy.FurtherNodes more, boolean simulated) {
    List<Device> devices =
        IntStream.range(0, more.gpus())
            .mapToObj(
                i ->
                    new Device(
                        "g" + i,
                        DeviceKind.GPU,
                        more.gpu(),
                        more.memory(),
                        dev.conduit.contract.Bytes.ZERO))
            .toList();
    return new Node(name, "", simulated, devices);
  }

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
}
