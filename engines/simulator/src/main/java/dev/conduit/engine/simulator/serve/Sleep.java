// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.serve;

import dev.conduit.engine.surface.spi.EngineException;
import dev.conduit.engine.surface.spi.Failure;
import dev.conduit.engine.surface.spi.Sleepable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * vLLM's sleep levels: 1 keeps the weights in host memory, 2 drops them, so that waking loads them
 * again. Everything happens on the timer's thread.
 */
final class Sleep implements Sleepable {

  /** From host memory to a GPU, over PCIe 5. */
  private static final double HOST_BYTES_PER_SECOND = 25e9;

  private final Settings settings;
  private final Life life;
  private final ScheduledExecutorService timer;
  private final Set<Part> asleep = EnumSet.noneOf(Part.class);

  Sleep(Settings settings, Life life, ScheduledExecutorService timer) {
    this.settings = settings;
    this.life = life;
    this.timer = timer;
  }

  private enum Part {
    WEIGHTS,
    KV_CACHE
  }

  private interface Action {
    void run(Promise<Void> done) throws IOException;
  }

  @Override
  public Future<Void> sleep(int level) {
    return onTimer(
        done -> {
          Life.Phase.Running running = running();
          if (running.sleepLevel() == 0) {
            asleep.addAll(EnumSet.allOf(Part.class));
            life.sleep(running, level);
          }
          done.complete();
        });
  }

  @Override
  public Future<Void> wakeUp(List<String> tags) {
    return onTimer(
        done -> {
          Set<Part> woken = tags.isEmpty() ? EnumSet.allOf(Part.class) : parts(tags);
          Life.Phase.Running running = running();
          boolean all = asleep.removeAll(woken) && asleep.isEmpty();
          if (!all || running.sleepLevel() == 0) {
            done.complete();
            return;
          }
          Duration time = running.sleepLevel() == 1 ? fromHost() : settings.loadTime();
          var _ =
              timer.schedule(() -> finish(running, done), time.toMillis(), TimeUnit.MILLISECONDS);
        });
  }

  private void finish(Life.Phase.Running running, Promise<Void> done) {
    run(
        done,
        promise -> {
          if (life.wake(running)) {
            promise.complete();
            return;
          }
          asleep.addAll(EnumSet.allOf(Part.class));
          promise.fail(
              new EngineException(
                  new Failure.Internal(
                      "CUDA out of memory: others took the memory while the engine slept")));
        });
  }

  private Duration fromHost() {
    double seconds = settings.memory().weightsBytes() / HOST_BYTES_PER_SECOND;
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  private static Set<Part> parts(List<String> tags) {
    Set<Part> parts = EnumSet.noneOf(Part.class);
    for (String tag : tags) {
      switch (tag) {
        case "weights" -> parts.add(Part.WEIGHTS);
        case "kv_cache" -> parts.add(Part.KV_CACHE);
        default ->
            throw new EngineException(
                new Failure.Invalid(
                    "tags must be weights or kv_cache, got " + tag.toLowerCase(Locale.ROOT) + ".",
                    "tags"));
      }
    }
    return parts;
  }

  private Life.Phase.Running running() {
    return life.running()
        .orElseThrow(
            () -> new EngineException(new Failure.Unavailable("the engine is not loaded yet")));
  }

  private Future<Void> onTimer(Action action) {
    Promise<Void> done = Promise.promise();
    timer.execute(() -> run(done, action));
    return done.future();
  }

  private static void run(Promise<Void> done, Action action) {
    try {
      action.run(done);
    } catch (EngineException e) {
      done.fail(e);
    } catch (IOException e) {
      done.fail(
          new EngineException(
              new Failure.Internal("the devices' ledger is out of reach: " + e.getMessage())));
    }
  }
}
