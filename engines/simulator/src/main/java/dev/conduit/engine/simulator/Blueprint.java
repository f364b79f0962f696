// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator;

import dev.conduit.engine.simulator.drive.Devices;
import dev.conduit.engine.simulator.fault.Faults;
import dev.conduit.engine.simulator.fault.FaultsJson;
import dev.conduit.engine.simulator.gpu.DeviceLedger;
import dev.conduit.engine.simulator.gpu.GpuType;
import dev.conduit.engine.simulator.gpu.MemoryRequest;
import dev.conduit.engine.simulator.gpu.ModelShape;
import dev.conduit.engine.simulator.gpu.StepTime;
import dev.conduit.engine.simulator.serve.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * From flags to an engine's settings; every contradiction is an {@link IllegalArgumentException}.
 */
record Blueprint(EngineOptions engine, SimulationOptions simulation) {

  /** From this size on vLLM's defaults are larger. */
  private static final long LARGE_GPU_BYTES = 70L << 30;

  private static final double OVERHEAD_SHARE = 0.02;
  private static final double LOAD_BYTES_PER_SECOND = 2e9;

  Settings settings(long nowSeconds) {
    GpuType gpu = gpu();
    int gpus = gpus();
    ModelShape shape = shape();
    MemoryRequest memory =
        new MemoryRequest(
            engine.gpuMemoryUtilization(),
            engine.kvCacheMemoryBytes(),
            Math.ceilDiv(shape.weightsBytes(), gpus),
            Math.ceilDiv(shape.kvBytesPerToken(), gpus),
            simulation.overheadBytes().orElse(Math.round(gpu.memoryBytes() * OVERHEAD_SHARE)),
            engine.blockSize(),
            engine.limits(false).maxModelLen());
    Duration loadTime =
        simulation
            .loadTime()
            .orElse(
                Duration.ofMillis(Math.round(shape.weightsBytes() / LOAD_BYTES_PER_SECOND * 1000)));
    return new Settings(
        engine.model(),
        engine.servedNames(),
        engine.seed(),
        engine.limits(gpu.memoryBytes() >= LARGE_GPU_BYTES && !gpu.name().startsWith("A100")),
        memory,
        stepTime(gpu, gpus, shape),
        loadTime,
        adapters(),
        new Settings.Abilities(
            engine.embeddings(), simulation.embeddingSize(), engine.sleepMode(), engine.lora()),
        nowSeconds);
  }

  private Map<String, String> adapters() {
    if (!engine.lora() && !engine.loraModules().isEmpty()) {
      throw new IllegalArgumentException("--lora-modules needs --enable-lora");
    }
    return engine.loraModules();
  }

  /** The GPUs, with their ledgers where simulators share them. */
  Devices devices(long pid) {
    int gpus = gpus();
    List<String> ids = simulation.devices().stream().filter(id -> !id.isBlank()).toList();
    if (!ids.isEmpty() && ids.size() < gpus) {
      throw new IllegalArgumentException(
          "--tensor-parallel-size is %d, but --sim-devices (CUDA_VISIBLE_DEVICES) names only %s"
              .formatted(gpus, ids));
    }
    List<DeviceLedger> ledgers =
        simulation.deviceDir().stream()
            .flatMap(
                folder ->
                    IntStream.range(0, gpus)
                        .mapToObj(i -> ids.isEmpty() ? String.valueOf(i) : ids.get(i))
                        .map(id -> new DeviceLedger(folder, id, pid, engine.model())))
            .toList();
    return new Devices(gpus, gpu().memoryBytes(), ledgers);
  }

  Faults faults() {
    return switch (FaultsJson.read(simulation.faults())) {
      case FaultsJson.Read.Ok ok -> ok.faults();
      case FaultsJson.Read.Invalid invalid ->
          throw new IllegalArgumentException("--sim-faults: " + invalid.message());
    };
  }

  private int gpus() {
    if (engine.tensorParallelSize() < 1) {
      throw new IllegalArgumentException(
          "--tensor-parallel-size must be at least 1, was " + engine.tensorParallelSize());
    }
    return engine.tensorParallelSize();
  }

  private GpuType gpu() {
    Optional<GpuType> known = GpuType.named(simulation.gpu());
    if (simulation.gpuMemoryBytes().isPresent()) {
      GpuType usual = GpuType.named("H100-80GB").orElseThrow();
      return known.orElse(usual).withMemory(simulation.gpuMemoryBytes().getAsLong());
    }
    return known.orElseThrow(
        () ->
            new IllegalArgumentException(
                "--sim-gpu %s is unknown: take one of %s, or give --sim-gpu-memory-bytes"
                    .formatted(simulation.gpu(), String.join(", ", GpuType.names()))));
  }

  /** Of the whole model, over all its GPUs: what the flags say, or else what its name tells. */
  private ModelShape shape() {
    ModelShape guessed = ModelShape.guessedFrom(engine.model());
    long weights =
        simulation.weightsBytes().isPresent()
            ? simulation.weightsBytes().getAsLong()
            : guessed.weightsBytes();
    long kv =
        simulation.kvBytesPerToken().isPresent()
            ? simulation.kvBytesPerToken().getAsLong()
            : guessed.kvBytesPerToken();
    return guessed.withWeightsBytes(weights).withKvBytesPerToken(kv);
  }

  private StepTime stepTime(GpuType gpu, int gpus, ModelShape shape) {
    StepTime roofline = new StepTime.Roofline(gpu, gpus, shape);
    if (simulation.prefillPerSecond().isEmpty() && simulation.decodePerSecond().isEmpty()) {
      return roofline;
    }
    return new StepTime.Mixed(
        roofline, simulation.prefillPerSecond(), simulation.decodePerSecond());
  }
}
