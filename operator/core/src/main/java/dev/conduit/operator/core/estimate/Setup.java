// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.estimate;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How an engine is started: all that an estimate may depend on beside the model.
 *
 * @param engine which
 * @param version of it
 * @param gpu each device
 * @param tensor devices that a layer is split over
 * @param pipeline stages
 * @param maxModelLen longest sequence; empty for the model's own
 * @param utilization share of the device; empty for the engine's default
 * @param kvType {@code auto}, {@code fp8} and so on
 * @param blockSize tokens of a KV block; empty for the engine's default
 * @param tuning flags that few set
 */
public record Setup(
    EngineKind engine,
    EngineVersion version,
    Accelerator gpu,
    int tensor,
    int pipeline,
    OptionalLong maxModelLen,
    OptionalDouble utilization,
    String kvType,
    OptionalLong blockSize,
    Tuning tuning) {

  /**
   * @param maxSequences at once; empty for the engine's default
   * @param batchedTokens of one step; empty for the engine's default
   * @param eager no CUDA graphs
   * @param loraRank of adapters; zero when none are served
   * @param usedByOthers bytes of each device that other processes hold
   * @param draftTokens predicted ahead by the model's own draft layers
   * @param fileBytes size of the one file that is loaded, for GGUF; empty when not known
   */
  public record Tuning(
      OptionalLong maxSequences,
      OptionalLong batchedTokens,
      boolean eager,
      int loraRank,
      long usedByOthers,
      int draftTokens,
      OptionalLong fileBytes) {
    public static final Tuning DEFAULT =
        new Tuning(
            OptionalLong.empty(), OptionalLong.empty(), false, 0, 0, 0, OptionalLong.empty());
  }

  public Setup {
    if (tensor < 1 || pipeline < 1) {
      throw new IllegalArgumentException("no devices: tensor " + tensor + ", pipeline " + pipeline);
    }
  }

  public int devices() {
    return tensor * pipeline;
  }

  /**
   * vLLM's first engine: before 0.8, and until 0.10 where the second one could not run. Source:
   * vLLM's release notes of 0.8.0 (V1 by default) and 0.11.0 (V0 removed).
   */
  public boolean isFirstVllm() {
    if (version.text().contains("V0") || version.text().contains("V1")) {
      return engine == EngineKind.VLLM && version.text().contains("V0");
    }
    return engine == EngineKind.VLLM
        && (version.isBefore(0, 8, 0) || (version.isBefore(0, 11, 0) && gpu.isBeforeAmpere()))
        && version.isKnown();
  }

  /** The share of the device that the engine takes. */
  public double share() {
    return utilization.orElseGet(() -> version.isFrom(0, 22) ? 0.92 : 0.90);
  }

  public long sequences() {
    boolean many = gpu.isLarge() && version.isFrom(0, 9) && !isFirstVllm();
    return tuning.maxSequences().orElse(many ? 1024 : 256);
  }

  public Setup withMaxModelLen(long tokens) {
    return new Setup(
        engine,
        version,
        gpu,
        tensor,
        pipeline,
        OptionalLong.of(tokens),
        utilization,
        kvType,
        blockSize,
        tuning);
  }

  /** The same with a share of the device. */
  public Setup withUtilization(double share) {
    return new Setup(
        engine,
        version,
        gpu,
        tensor,
        pipeline,
        maxModelLen,
        OptionalDouble.of(share),
        kvType,
        blockSize,
        tuning);
  }

  Optional<String> namedKvType() {
    return kvType.isEmpty() || kvType.startsWith("auto") ? Optional.empty() : Optional.of(kvType);
  }
}
