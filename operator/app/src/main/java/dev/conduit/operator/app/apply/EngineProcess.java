// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.apply;

import dev.conduit.operator.app.apply.EngineRun.Origin;
import dev.conduit.operator.app.apply.EngineState.Fault;
import dev.conduit.operator.app.process.Backoff;
import dev.conduit.operator.app.process.ChildCommand;
import dev.conduit.operator.app.process.ChildProcess;
import dev.conduit.operator.app.process.LogFile;
import dev.conduit.operator.app.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Keeps one engine running until it is told to stop. A thread of its own owns it: starts the
 * process, asks until it is ready, watches its health, and starts it again when it ends, later each
 * time. Others see its last {@link EngineState} and may call {@link #drain}.
 */
final class EngineProcess {
  private static final Duration STARTING_POLL = Duration.ofMillis(150);
  private static final Duration HEALTH_POLL = Duration.ofSeconds(1);
  private static final int UNREADY_AFTER = 3;
  private static final int HOPELESS_AFTER = 3;
  private static final int TAIL = 3;

  private final EngineRun run;
  private final LogFile log;
  private final Readiness readiness;
  private final Backoff backoff;
  private final Consumer<EngineState> changed;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final CompletableFuture<Void> stopping = new CompletableFuture<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private volatile EngineState state = EngineState.NEW;

  /**
   * @param changed told of each new state, on this engine's thread
   */
  EngineProcess(
      EngineRun run,
      LogFile log,
      Readiness readiness,
      Backoff backoff,
      Consumer<EngineState> changed) {
    this.run = run;
    this.log = log;
    this.readiness = readiness;
    this.backoff = backoff;
    this.changed = changed;
  }

  void start() {
    Thread.ofVirtual().name(run.id()).start(this::keepRunning);
  }

  EngineRun run() {
    return run;
  }

  EngineState state() {
    return state;
  }

  LogFile log() {
    return log;
  }

  /** Ends it: requests in flight first. Completes when it is gone. */
  CompletableFuture<Void> drain() {
    stopping.complete(null);
    return gone.copy();
  }

  private void keepRunning() {
    try {
      switch (run.how()) {
        case Origin.Child child -> superviseChild(child);
        case Origin.Remote(URI url) -> watchRemote(url);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      become(state.gone());
      gone.complete(null);
    }
  }

  private void superviseChild(Origin.Child child) throws InterruptedException {
    int failures = 0;
    while (!stopping.isDone()) {
      long began = System.nanoTime();
      Optional<ChildProcess> process = spawn(child);
      if (process.isEmpty()) {
        pause(Duration.ofDays(365));
        return;
      }
      boolean everReady = watch(process.get());
      if (stopping.isDone()) {
        become(state.in(Phase.DRAINING, ""));
        process.get().stop(run.drain());
        return;
      }
      process.get().stop(Duration.ZERO);
      boolean lived =
          Duration.ofNanos(System.nanoTime() - began).compareTo(backoff.resetAfter()) >= 0;
      failures = lived ? 1 : failures + 1;
      if (!recover(process.get(), everReady, failures)) {
        pause(Duration.ofDays(365));
        return;
      }
    }
  }

  private Optional<ChildProcess> spawn(Origin.Child child) {
    try {
      String port = Integer.toString(Ports.free());
      List<String> arguments =
          child.arguments().stream().map(word -> word.replace(EngineRun.PORT, port)).toList();
      ChildProcess process =
          ChildProcess.start(new ChildCommand(arguments, child.environment(), log));
      URI url = URI.create("http://127.0.0.1:" + port);
      become(state.started(url, Optional.of(process.identity())));
      return Optional.of(process);
    } catch (NoSuchFileException e) {
      become(
          state.failed(
              Fault.MISSING_PROGRAM,
              "missing engine binary " + e.getFile() + ": " + child.install()));
      return Optional.empty();
    } catch (IOException e) {
      become(state.failed(Fault.ENGINE, "cannot start it: " + e.getMessage()));
      return Optional.empty();
    }
  }

  /** Returns when the process ended or shall end; whether it ever was ready. */
  private boolean watch(ChildProcess process) throws InterruptedException {
    CompletableFuture<?> ended = CompletableFuture.anyOf(process.exit(), stopping);
    Watch watch = new Watch(state.url().orElseThrow());
    while (!await(ended, watch.next())) {
      if (watch.check() instanceof Readiness.Check.Hopeless(String reason)) {
        become(state.in(state.phase(), reason));
        return false;
      }
      log.trim();
    }
    return watch.everReady;
  }

  private void watchRemote(URI url) throws InterruptedException {
    become(state.started(url, Optional.empty()));
    // A vendor's API may bill a probe and answers 401 without the caller's key: reachable must do.
    become(state.in(Phase.READY, ""));
    await(stopping, Duration.ofDays(365));
  }

  /** Waits for the next try; false when there is no use in one. */
  private boolean recover(ChildProcess process, boolean everReady, int failures)
      throws InterruptedException {
    String why = why(process);
    Optional<Fault> fault = ExitReason.of(process.exit().getNow(-1));
    boolean givesUp = fault.isPresent() || (!everReady && failures >= HOPELESS_AFTER);
    if (givesUp && !everReady) {
      become(state.failed(fault.orElse(Fault.ENGINE), why));
      return false;
    }
    Duration wait = backoff.after(failures, random.nextDouble());
    become(state.ended("%s; starts again in %.1f s".formatted(why, wait.toMillis() / 1000.0)));
    pause(wait);
    return true;
  }

  private String why(ChildProcess process) {
    int status = process.exit().getNow(-1);
    String last = String.join(" / ", log.tail(TAIL));
    String ended = status > 128 ? "ended by signal " + (status - 128) : "exited with " + status;
    return last.isEmpty() ? ended : ended + ": " + last;
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

  /** The checks of one life of the process. */
  private final class Watch {
    private final URI url;
    private boolean everReady;
    private int misses;

    Watch(URI url) {
      this.url = url;
    }

    Duration next() {
      return state.phase() == Phase.READY ? HEALTH_POLL : STARTING_POLL;
    }

    Readiness.Check check() throws InterruptedException {
      boolean ready = state.phase() == Phase.READY;
      Readiness.Check check =
          ready
              ? readiness.health(url, run.healthPath())
              : readiness.full(url, run.healthPath(), run.models());
      switch (check) {
        case Readiness.Check.Ready() -> {
          misses = 0;
          everReady = true;
          become(state.in(Phase.READY, ""));
        }
        case Readiness.Check.NotYet(String note) -> notYet(ready, note);
        case Readiness.Check.Hopeless hopeless -> {}
      }
      return check;
    }

    private void notYet(boolean wasReady, String note) {
      misses++;
      if (!wasReady) {
        become(state.in(state.phase(), note));
      } else if (misses >= UNREADY_AFTER) {
        become(state.in(Phase.UNREADY, note));
      }
    }
  }
}
