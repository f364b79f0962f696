// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.serve;

import dev.conduit.engine.simulator.batch.Batch;
import dev.conduit.engine.simulator.drive.BatchDriver;
import dev.conduit.engine.simulator.drive.Devices;
import dev.conduit.engine.simulator.drive.Loader;
import dev.conduit.engine.simulator.drive.Ticker;
import dev.conduit.engine.simulator.fault.FaultSwitch;
import dev.conduit.engine.simulator.gpu.Startup;
import dev.conduit.engine.simulator.gpu.Startup.Outcome;
import dev.conduit.engine.simulator.kv.BlockPool;
import dev.conduit.engine.surface.EngineEvents;
import dev.conduit.engine.surface.spi.Health;
import java.io.IOException;
import java.util.Optional;

/**
 * An engine's life: loading, then running or asleep, or failed. Any thread may look; {@link #load}
 * is called once.
 *
 * <pre>
 *   Loading --load--> Running (awake &lt;--sleep, wake--> asleep)
 *      \--refused--> Failed
 * </pre>
 */
final class Life {
  private final Settings settings;
  private final Devices devices;
  private final FaultSwitch faults;
  private final EngineEvents events;
  private final Ticker ticker;
  private volatile Phase phase = new Phase.Loading(0);

  Life(Settings settings, Devices devices, FaultSwitch faults, EngineEvents events, Ticker ticker) {
    this.settings = settings;
    this.devices = devices;
    this.faults = faults;
    this.events = events;
    this.ticker = ticker;
  }

  /** Where the engine is in its life. */
  sealed interface Phase {
    record Loading(double progress) implements Phase {}

    /**
     * The model is there.
     *
     * @param blocks of the KV cache
     * @param cacheBytes of each GPU
     * @param sleepLevel 0 when awake
     */
    record Running(BatchDriver driver, int blocks, long cacheBytes, int sleepLevel)
        implements Phase {}

    record Failed(String reason) implements Phase {}
  }

  Phase phase() {
    return phase;
  }

  Optional<Phase.Running> running() {
    return phase instanceof Phase.Running running ? Optional.of(running) : Optional.empty();
  }

  Health health() {
    if (faults.faults().neverReady()) {
      return new Health.Loading("loading", -1, "injected fault: never ready");
    }
    return switch (phase) {
      case Phase.Loading loading ->
          new Health.Loading(
              "loading",
              loading.progress(),
              "%.0f%% of simulated weights".formatted(loading.progress() * 100));
      case Phase.Running running when running.sleepLevel() > 0 ->
          new Health.Sleeping(running.sleepLevel());
      case Phase.Running _ -> new Health.Ready();
      case Phase.Failed failed -> new Health.Failed(failed.reason());
    };
  }

  /** Loads on the caller's thread, as long as that takes. */
  void load() throws InterruptedException {
    phase = started();
  }

  private Phase started() throws InterruptedException {
    Loader loader = new Loader(devices, settings.memory(), settings.loadTime(), ticker);
    try {
      return switch (loader.load(faults::slowness, done -> phase = new Phase.Loading(done))) {
        case Outcome.Granted cache -> running(cache.bytes());
        case Outcome.Refused refused -> new Phase.Failed(refused.message());
      };
    } catch (IOException e) {
      return new Phase.Failed("the devices' ledger is out of reach: " + e.getMessage());
    }
  }

  private Phase running(long cacheBytes) {
    int blocks = Startup.blocks(settings.memory(), cacheBytes);
    BlockPool pool = new BlockPool(blocks, settings.memory().blockSize());
    BatchDriver driver =
        new BatchDriver(
            new Batch(settings.limits(), pool),
            settings.stepTime(),
            ticker,
            step -> events.iteration(step.load().tokens()));
    return new Phase.Running(driver, blocks, cacheBytes, 0);
  }

  /** Gives the GPUs' memory back; running answers are aborted. */
  void sleep(Phase.Running running, int level) throws IOException {
    phase = new Phase.Running(running.driver(), running.blocks(), running.cacheBytes(), level);
    running.driver().pause();
    devices.charge(0);
  }

  /** Takes the memory again; false, and it sleeps on, when somebody else has it now. */
  boolean wake(Phase.Running running) throws IOException {
    long needed =
        settings.memory().weightsBytes() + settings.memory().overheadBytes() + running.cacheBytes();
    for (int device = 0; device < devices.count(); device++) {
      if (devices.memory(device).freeBytes() < needed) {
        return false;
      }
    }
    devices.charge(needed);
    phase = new Phase.Running(running.driver(), running.blocks(), running.cacheBytes(), 0);
    running.driver().resume();
    return true;
  }
}
