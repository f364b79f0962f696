// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.serve;

import dev.conduit.engine.simulator.batch.Limits;
import dev.conduit.engine.simulator.gpu.MemoryRequest;
import dev.conduit.engine.simulator.gpu.StepTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a simulated engine is.
 *
 * @param model where the weights would come from
 * @param servedNames at least one; the first is the model's own
 * @param seed of everything that is made up
 * @param memory of each GPU
 * @param loadTime from start to ready
 * @param adapters LoRA adapters by name, with their paths
 * @param abilities what can be asked of it besides generation
 * @param createdSeconds Unix time of the start
 */
public record Settings(
    String model,
    List<String> servedNames,
    long seed,
    Limits limits,
    MemoryRequest memory,
    StepTime stepTime,
    Duration loadTime,
    Map<String, String> adapters,
    Abilities abilities,
    long createdSeconds) {

  public Settings {
    servedNames = List.copyOf(servedNames);
    adapters = Map.copyOf(adapters);
    if (servedNames.isEmpty()) {
      throw new IllegalArgumentException("an engine serves at least one name");
    }
  }

  /**
   * What can be asked of it besides generation.
   *
   * @param embeddings vectors; off makes {@code /v1/embeddings} a 404
   * @param embeddingSize length of a vector
   * @param sleep {@code /sleep} and {@code /wake_up}
   * @param lora adapters, also to be loaded while serving
   */
  public record Abilities(boolean embeddings, int embeddingSize, boolean sleep, boolean lora) {}
}
