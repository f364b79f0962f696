// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** The flags that say what is simulated. */
final class SimulationOptions {

  @Option(
      names = "--sim-gpu",
      defaultValue = "H100-80GB",
      description = "Kind of the simulated GPUs. Default: ${DEFAULT-VALUE}.")
  private String gpu = "";

  @Option(
      names = "--sim-gpu-memory-bytes",
      defaultValue = "0",
      description = "Memory of each GPU. Default: what its kind has.")
  private long gpuMemoryBytes;

  @Option(
      names = "--sim-weights-bytes",
      defaultValue = "0",
      description = "Weights over all GPUs. Default: guessed from the model's name.")
  private long weightsBytes;

  @Option(
      names = "--sim-kv-bytes-per-token",
      defaultValue = "0",
      description = "KV cache of one token over all GPUs. Default: guessed from the model's name.")
  private long kvBytesPerToken;

  @Option(
      names = "--sim-overhead-bytes",
      defaultValue = "-1",
      description = "Activations and buffers on each GPU. Default: 2%% of its memory.")
  private long overheadBytes;

  @Option(
      names = "--sim-load-time",
      description =
          "Time from start to ready, as 2s, 500ms, 1m30s or PT2S. Default: weights over 2 GB/s.")
  private Optional<Duration> loadTime = Optional.empty();

  @Option(
      names = "--sim-prefill-tokens-per-second",
      defaultValue = "0",
      description = "Prompt tokens a second, instead of what the GPU would do.")
  private double prefillPerSecond;

  @Option(
      names = "--sim-decode-tokens-per-second",
      defaultValue = "0",
      description = "Generated tokens a second of one sequence, instead of what the GPU would do.")
  private double decodePerSecond;

  @Option(
      names = "--sim-device-dir",
      defaultValue = "${env:CONDUIT_SIM_DEVICE_DIR}",
      paramLabel = "DIR",
      description = "Folder in which simulators on the same GPUs share their memory's ledger.")
  private Optional<Path> deviceDir = Optional.empty();

  @Option(
      names = "--sim-devices",
      split = ",",
      defaultValue = "${env:CUDA_VISIBLE_DEVICES}",
      description = "Ids of the GPUs. Default: CUDA_VISIBLE_DEVICES, or counted from 0.")
  private List<String> devices = List.of();

  @Option(
      names = "--sim-embedding-size",
      defaultValue = "384",
      description = "Length of embeddings. Default: ${DEFAULT-VALUE}.")
  private int embeddingSize;

  @Option(
      names = "--sim-admin-port",
      defaultValue = "-1",
      description = "Port on 127.0.0.1 for the faults' API; 0 takes a free one. Default: none.")
  private int adminPort;

  @Option(
      names = "--sim-faults",
      defaultValue = "{}",
      paramLabel = "JSON",
      description = "Faults from the start, as the admin API takes them.")
  private String faults = "{}";

  String gpu() {
    return gpu;
  }

  OptionalLong gpuMemoryBytes() {
    return positive(gpuMemoryBytes);
  }

  OptionalLong weightsBytes() {
    return positive(weightsBytes);
  }

  OptionalLong kvBytesPerToken() {
    return positive(kvBytesPerToken);
  }

  OptionalLong overheadBytes() {
    return overheadBytes >= 0 ? OptionalLong.of(overheadBytes) : OptionalLong.empty();
  }

  Optional<Duration> loadTime() {
    return loadTime;
  }

  OptionalDouble prefillPerSecond() {
    return prefillPerSecond > 0 ? OptionalDouble.of(prefillPerSecond) : OptionalDouble.empty();
  }

  OptionalDouble decodePerSecond() {
    return decodePerSecond > 0 ? OptionalDouble.of(decodePerSecond) : OptionalDouble.empty();
  }

  Optional<Path> deviceDir() {
    return deviceDir;
  }

  List<String> devices() {
    return devices;
  }

  int embeddingSize() {
    return embeddingSize;
  }

  int adminPort() {
    return adminPort;
  }

  String faults() {
    return faults;
  }

  private static OptionalLong positive(long value) {
    return value > 0 ? OptionalLong.of(value) : OptionalLong.empty();
  }
}
