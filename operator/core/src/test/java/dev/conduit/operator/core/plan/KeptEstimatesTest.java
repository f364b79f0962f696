// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.operator.core.knowledge.ModelKnowledge;
import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.ModelSource;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.WeightPart;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A planner keeps what it has estimated. What it planned before, of other models, machines and
 * prices, must not be seen in its plans: one that has planned many worlds says what a new one says.
 */
class KeptEstimatesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  /** Plans all worlds, one after the other. */
  private static final Planner OLD = new Planner();

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void plan_byAPlannerThatPlannedOtherWorlds_isAsByANewOne(long seed) {
    Worlds worlds = new Worlds(seed);
    PricedWorlds priced = new PricedWorlds(seed);
    List<Observed> all = List.of(priced.fresh(), worlds.tight(), worlds.fresh());

    for (Observed world : all) {
      Observed later = worlds.edited(Aftermath.of(world, OLD.plan(world, NOW)));
      assertThat(OLD.plan(world, NOW)).isEqualTo(new Planner().plan(world, NOW));
      assertThat(OLD.plan(later, NOW)).isEqualTo(new Planner().plan(later, NOW));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void plan_whenFactsChange_isAsByANewOne(long seed) {
    Observed world = new Worlds(seed).tight();
    Planner planner = new Planner();
    Plan guessed = planner.plan(world, NOW);

    Observed read = read(world, (1 + seed % 20) << 30);
    Observed reread = read(world, (30 + seed % 20) << 30);

    assertThat(planner.plan(read, NOW)).isEqualTo(new Planner().plan(read, NOW));
    assertThat(planner.plan(reread, NOW)).isEqualTo(new Planner().plan(reread, NOW));
    assertThat(planner.plan(world, NOW)).isEqualTo(guessed);
    List<EngineInstance> small = planner.plan(read, NOW).desired();
    if (!small.isEmpty()) {
      assertThat(planner.plan(reread, NOW).desired()).isNotEqualTo(small);
    }
  }

  /** With headers of so many bytes for every model. */
  private static Observed read(Observed world, long bytes) {
    Map<String, Object> config =
        Map.of(
            "architectures", List.of("LlamaForCausalLM"),
            "num_hidden_layers", 32,
            "hidden_size", 4096,
            "num_attention_heads", 64,
            "num_key_value_heads", 8,
            "max_position_embeddings", 32_768);
    ModelReading headers =
        new ModelReading.Headers(config, Map.of(WeightPart.DENSE, bytes), Set.of(), false, "/m");
    Map<ModelSource, ModelReading> readings = new HashMap<>();
    world
        .blocks()
        .forEach(
            block -> {
              Model model = block.resource().getSpec().models().getFirst();
              readings.put(ModelKnowledge.source(block.ref().namespace(), model), headers);
            });
    return world.withModels(readings);
  }
}
