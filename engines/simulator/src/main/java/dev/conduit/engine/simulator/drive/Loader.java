// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.drive;

import dev.conduit.engine.simulator.gpu.DeviceMemory;
import dev.conduit.engine.simulator.gpu.MemoryRequest;
import dev.conduit.engine.simulator.gpu.Startup;
import dev.conduit.engine.simulator.gpu.Startup.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;

/**
 * Plays an engine's start: the check, the weights arriving bit by bit, the profile, the KV cache.
 * Other engines on the same GPUs see the memory it takes, and it sees theirs.
 */
public final class Loader {
  private static final int TICKS = 50;

  private final Devices devices;
  private final MemoryRequest request;
  private final Duration loadTime;
  private final Ticker ticker;

  public Loader(Devices devices, MemoryRequest request, Duration loadTime, Ticker ticker) {
    this.devices = devices;
    this.request = request;
    this.loadTime = loadTime;
    this.ticker = ticker;
  }

  /**
   * Loads, as long as that takes; what the engine held is given back when it is refused.
   *
   * @param slowness asked again and again while loading; 2 loads at half the speed
   * @param progress hears of shares in [0,1]
   * @return the KV cache's bytes of each GPU, or the refusal
   */
  public Outcome load(DoubleSupplier slowness, DoubleConsumer progress)
      throws IOException, InterruptedException {
    Outcome outcome = start(slowness, progress);
    switch (outcome) {
      case Outcome.Granted cache ->
          devices.charge(request.weightsBytes() + request.overheadBytes() + cache.bytes());
      case Outcome.Refused _ -> devices.charge(0);
    }
    return outcome;
  }

  private Outcome start(DoubleSupplier slowness, DoubleConsumer progress)
      throws IOException, InterruptedException {
    List<DeviceMemory> before = new ArrayList<>();
    List<Outcome> requested = new ArrayList<>();
    for (int device = 0; device < devices.count(); device++) {
      before.add(devices.memory(device));
      requested.add(Startup.request(device, before.get(device), request.gpuMemoryUtilization()));
      requested.add(Startup.load(device, before.get(device), request.weightsBytes()));
    }
    for (Outcome outcome : requested) {
      if (outcome instanceof Outcome.Refused refused) {
        return refused;
      }
    }
    readWeights(slowness, progress);
    return profile(before);
  }

  private void readWeights(DoubleSupplier slowness, DoubleConsumer progress)
      throws IOException, InterruptedException {
    long now = ticker.nanos();
    for (int tick = 1; tick <= TICKS; tick++) {
      devices.charge(request.weightsBytes() / TICKS * tick);
      now += Math.round(loadTime.toNanos() / (double) TICKS * slowness.getAsDouble());
      ticker.waitUntil(now);
      progress.accept((double) tick / TICKS);
    }
    devices.charge(request.weightsBytes() + request.overheadBytes());
  }

  /** The smallest cache that a GPU grants is every GPU's, as all hold the same tokens. */
  private Outcome profile(List<DeviceMemory> before) throws IOException {
    long smallest = Long.MAX_VALUE;
    for (int device = 0; device < devices.count(); device++) {
      DeviceMemory then = before.get(device);
      long share = (long) Math.ceil(then.totalBytes() * request.gpuMemoryUtilization());
      switch (Startup.profile(device, request, share, then, devices.memory(device))) {
        case Outcome.Granted cache -> smallest = Math.min(smallest, cache.bytes());
        case Outcome.Refused refused -> {
          return refused;
        }
      }
    }
    return new Outcome.Granted(smallest);
  }
}
