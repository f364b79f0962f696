// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator;

import dev.conduit.engine.simulator.batch.Limits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** The flags that vLLM has too, with its names and meanings. */
final class EngineOptions {

  @Option(
      names = "--model",
      required = true,
      description = "What is simulated; never loaded. A size in its name (72B, FP8) is understood.")
  private String model = "";

  @Option(
      names = "--served-model-name",
      arity = "1..*",
      description = "Names that requests use. Default: the model.")
  private List<String> servedNames = List.of();

  @Option(
      names = "--max-model-len",
      defaultValue = "8192",
      description = "Prompt plus answer of one sequence, in tokens. Default: ${DEFAULT-VALUE}.")
  private int maxModelLen;

  @Option(
      names = "--max-num-seqs",
      defaultValue = "0",
      description = "Sequences that run at once. Default: 1024 on large GPUs, else 256.")
  private int maxNumSeqs;

  @Option(
      names = "--max-num-batched-tokens",
      defaultValue = "0",
      description = "Tokens of one step. Default: 8192 on large GPUs, else 2048.")
  private int maxNumBatchedTokens;

  @Option(
      names = "--seed",
      defaultValue = "0",
      description = "Of all that is made up. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--gpu-memory-utilization",
      defaultValue = "0.92",
      description = "Share of each GPU that the engine may take. Default: ${DEFAULT-VALUE}.")
  private double gpuMemoryUtilization;

  @Option(
      names = "--kv-cache-memory-bytes",
      defaultValue = "0",
      description = "KV cache of each GPU, instead of what profiling leaves.")
  private long kvCacheMemoryBytes;

  @Option(
      names = "--tensor-parallel-size",
      defaultValue = "1",
      description = "GPUs that share the model. Default: ${DEFAULT-VALUE}.")
  private int tensorParallelSize;

  @Option(
      names = "--block-size",
      defaultValue = "16",
      description = "Tokens of a KV block. Default: ${DEFAULT-VALUE}.")
  private int blockSize;

  @Option(
      names = "--enable-prefix-caching",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Share KV blocks of equal prefixes. On by default.")
  private boolean prefixCaching;

  @Option(names = "--enable-lora", description = "Serve LoRA adapters.")
  private boolean lora;

  @Option(
      names = "--max-loras",
      defaultValue = "1",
      description = "Adapters in one step. Default: ${DEFAULT-VALUE}.")
  private int maxLoras;

  @Option(
      names = "--lora-modules",
      arity = "1..*",
      paramLabel = "NAME=PATH",
      description = "Adapters served from the start.")
  private Map<String, String> loraModules = new LinkedHashMap<>();

  @Option(names = "--enable-sleep-mode", description = "Offer /sleep and /wake_up.")
  private boolean sleepMode;

  @Option(
      names = "--runner",
      defaultValue = "auto",
      description =
          "auto: text and embeddings; generate: text only, as a generating model in vLLM.")
  private Runner runner = Runner.auto;

  /** Spelled as vLLM spells them. */
  enum Runner {
    auto,
    generate
  }

  String model() {
    return model;
  }

  List<String> servedNames() {
    return servedNames.isEmpty() ? List.of(model) : List.copyOf(servedNames);
  }

  long seed() {
    return seed;
  }

  double gpuMemoryUtilization() {
    return gpuMemoryUtilization;
  }

  OptionalLong kvCacheMemoryBytes() {
    return kvCacheMemoryBytes > 0 ? OptionalLong.of(kvCacheMemoryBytes) : OptionalLong.empty();
  }

  int tensorParallelSize() {
    return tensorParallelSize;
  }

  int blockSize() {
    return blockSize;
  }

  boolean lora() {
    return lora;
  }

  Map<String, String> loraModules() {
    return loraModules;
  }

  boolean sleepMode() {
    return sleepMode;
  }

  boolean embeddings() {
    return runner == Runner.auto;
  }

  /** The limits, with vLLM's defaults for a GPU of this size. */
  Limits limits(boolean largeGpu) {
    return new Limits(
        maxNumSeqs > 0 ? maxNumSeqs : largeGpu ? 1024 : 256,
        maxNumBatchedTokens > 0 ? maxNumBatchedTokens : largeGpu ? 8192 : 2048,
        maxModelLen,
        lora ? maxLoras : 0,
        prefixCaching);
  }
}
