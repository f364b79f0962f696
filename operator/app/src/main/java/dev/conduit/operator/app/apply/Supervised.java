// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.apply;

import dev.conduit.operator.app.apply.EngineState.Fault;
import dev.conduit.operator.app.apply.Program.Attempt;
import dev.conduit.operator.app.process.Backoff;
import dev.conduit.operator.app.process.ChildProcess;
import dev.conduit.operator.app.process.LogFile;
import dev.conduit.operator.cluster.probe.Readiness;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Keeps one program running until it is told to stop. A thread of its own owns it: starts the
 * process, asks until it is ready, watches its health, and starts it again when it ends, later each
 * time. Others see its last {@link EngineState} and may {@link #drain} it.
 */
final class Supervised {
  private static final Duration STARTING_POLL = Duration.ofMillis(100);
  private static final Duration HEALTH_POLL = Duration.ofSeconds(1);
  private static final Duration FOR_EVER = Duration.ofDays(365);
  private static final int UNREADY_AFTER = 3;
  private static final int HOPELESS_AFTER = 3;
  private static final int TAIL = 3;

  private final Program program;
  private final Backoff backoff;
  private final Consumer<EngineState> changed;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final CompletableFuture<Void> stopping = new CompletableFuture<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private volatile EngineState state = EngineState.NEW;

  // Of this engine's thread alone.
  private boolean everReady;

  /**
   * @param changed told of each new state, on this program's thread
   */
  Supervised(Program program, Backoff backoff, Consumer<EngineState> changed) {
    this.program = program;
    this.backoff = backoff;
    this.changed = changed;
  }

  void start() {
    Thread.ofVirtual().name(program.id()).start(this::keepRunning);
  }

  EngineState state() {
    return state;
  }

  boolean isDraining() {
    return stopping.isDone();
  }

  /** Tells it to end, requests in flight first; see {@link #gone}. */
  void drain() {
    stopping.complete(null);
  }

  /** Completes when it was told to end and has. */
  CompletableFuture<Void> gone() {
    return gone.copy();
  }

  private void keepRunning() {
    try {
      int failures = 0;
      while (!stopping.isDone()) {
        failures = live(failures);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      become(state.gone());
      gone.complete(null);
    }
  }

  /** One life of the process, with the wait after it; returns how many failed in a row. */
  private int live(int failures) throws InterruptedException {
    long began = System.nanoTime();
    Optional<Life> life = spawn();
    if (life.isEmpty()) {
      pause(FOR_EVER);
      return failures;
    }
    ChildProcess process = life.get().process;
    watch(life.get());
    if (stopping.isDone()) {
      become(state.in(Phase.DRAINING, ""));
      process.stop(program.drain());
      return 0;
    }
    process.stop(Duration.ZERO);
    boolean lasted =
        Duration.ofNanos(System.nanoTime() - began).compareTo(backoff.resetAfter()) >= 0;
    int inARow = lasted ? 1 : failures + 1;
    pause(afterFailure(life.get(), inARow));
    return inARow;
  }

  private Optional<Life> spawn() {
    try {
      Attempt attempt = program.attempt();
      ChildProcess process = ChildProcess.start(attempt.command());
      become(state.started(attempt.url(), process.identity()));
      return Optional.of(new Life(attempt, process));
    } catch (NoSuchFileException e) {
      String text = "missing engine binary \"%s\": %s".formatted(e.getFile(), program.install());
      become(state.failed(Fault.MISSING_PROGRAM, text));
      return Optional.empty();
    } catch (IOException e) {
      become(state.failed(Fault.ENGINE, "cannot start it: " + e.getMessage()));
      return Optional.empty();
    }
  }

  /** Returns when the process ended, shall end, or says that it is of no use. */
  private void watch(Life life) throws InterruptedException {
    CompletableFuture<?> ended = CompletableFuture.anyOf(life.process.exit(), stopping);
    LogFile log = life.attempt.command().log();
    while (!await(ended, state.phase() == Phase.READY ? HEALTH_POLL : STARTING_POLL)) {
      if (!life.check()) {
        return;
      }
      log.trim();
    }
  }

  /** Says what happened and how long to wait; for ever when there is no use in another try. */
  private Duration afterFailure(Life life, int failures) {
    String why = life.why();
    Optional<Fault> fault = life.fault();
    if (!everReady && (fault.isPresent() || failures >= HOPELESS_AFTER)) {
      become(state.failed(fault.orElse(Fault.ENGINE), why));
      return FOR_EVER;
    }
    Duration wait = backoff.after(failures, random.nextDouble());
    become(state.ended("%s; starts again in %.1f s".formatted(why, wait.toMillis() / 1000.0)));
    return wait;
  }

  private void become(EngineState next) {
    if (!next.equals(state)) {
      state = next;
      changed.accept(next);
    }
  }

  private void pause(Duration time) throws InterruptedException {
    await(stopping, time);
  }

  private static boolean await(CompletableFuture<?> future, Duration limit)
      throws InterruptedException {
    try {
      future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot wait for a process to end", e);
    }
  }

  /** One process from its start to its end. */
  private final class Life {
    private final Attempt attempt;
    private final ChildProcess process;
    private int misses;
    private String hopeless = "";

    Life(Attempt attempt, ChildProcess process) {
      this.attempt = attempt;
      this.process = process;
    }

    /** Asks how it is; false when there is no use in asking again. */
    boolean check() throws InterruptedException {
      boolean ready = state.phase() == Phase.READY;
      switch (ready ? program.health(attempt) : program.full(attempt)) {
        case Readiness.Check.Ready() -> {
          misses = 0;
          everReady = true;
          become(state.in(Phase.READY, ""));
        }
        case Readiness.Check.NotYet(String note) -> notYet(ready, note);
        case Readiness.Check.Hopeless(String reason) -> hopeless = reason;
      }
      return hopeless.isEmpty();
    }

    private void notYet(boolean wasReady, String note) {
      misses++;
      if (!wasReady) {
        become(state.in(state.phase(), note));
      } else if (misses >= UNREADY_AFTER) {
        become(state.in(Phase.UNREADY, note));
      }
    }

    Optional<Fault> fault() {
      return hopeless.isEmpty()
          ? ExitReason.of(process.status().orElse(-1))
          : Optional.of(Fault.MODEL);
    }

    String why() {
      if (!hopeless.isEmpty()) {
        return hopeless;
      }
      int status = process.status().orElse(-1);
      String last = String.join(" / ", process.lastWords(TAIL));
      String ended = status > 128 ? "ended by signal " + (status - 128) : "exited with " + status;
      return last.isEmpty() ? ended : ended + ": " + last;
    }
  }
}
