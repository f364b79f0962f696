// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface.spi;

import java.util.Map;

/**
 * An engine's load at one moment, under the names of vLLM's gauges.
 *
 * @param running sequences in the batch
 * @param waitingForCapacity sequences in the queue
 * @param waitingDeferred sequences held back for another reason
 * @param kvCacheUsage used share of the KV cache in [0,1]
 * @param cacheConfig labels of {@code vllm:cache_config_info}, without {@code engine}
 * @param lora running, waiting and highest number of adapters; empty names when adapters are off
 */
public record EngineLoad(
    int running,
    int waitingForCapacity,
    int waitingDeferred,
    double kvCacheUsage,
    Map<String, String> cacheConfig,
    LoraLoad lora) {

  public EngineLoad {
    cacheConfig = Map.copyOf(cacheConfig);
  }

  /**
   * Labels of {@code vllm:lora_requests_info}: adapter names joined by commas.
   *
   * @param maxLora 0 when adapters are off: the family is then left out, as vLLM does
   */
  public record LoraLoad(int maxLora, String runningAdapters, String waitingAdapters) {
    public static final LoraLoad OFF = new LoraLoad(0, "", "");
  }
}
