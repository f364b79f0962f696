// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.apply;

import dev.conduit.operator.app.process.Backoff;
import dev.conduit.operator.app.process.ProcessIdentity;
import dev.conduit.operator.app.state.StateFolder;
import dev.conduit.operator.cluster.probe.Readiness;
import dev.conduit.operator.core.observed.EnginePhase;
import dev.conduit.operator.core.observed.RunningEngine;
import dev.conduit.operator.core.plan.EngineInstance;
import dev.conduit.operator.core.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * All children of one session: the engines of the last plan, those that drain, and the sidecar.
 * Used by the session's thread alone; the children have threads of their own and report through
 * {@code changed}.
 */
public final class Fleet {
  private final StateFolder folder;
  private final Launcher launcher;
  private final Runnable changed;
  private final Readiness readiness = new Readiness();
  private final Map<String, Engine> engines = new TreeMap<>();
  private @Nullable Supervised sidecar;

  /** One engine as planned and as it is. */
  private record Engine(EngineInstance instance, Supervised process) {}

  /**
   * An engine as it stands now.
   *
   * @param instance as planned
   * @param state last seen
   */
  public record View(EngineInstance instance, EngineState state) {}

  /**
   * @param changed called on any thread whenever a child's state changed
   */
  public Fleet(StateFolder folder, Launcher launcher, Runnable changed) {
    this.folder = folder;
    this.launcher = launcher;
    this.changed = changed;
  }

  /** Engines of the plan whose program is not on this machine, each with what to do. */
  public static List<String> missing(Plan plan) {
    return plan.desired().stream().flatMap(i -> EngineProgram.missing(i).stream()).toList();
  }

  /** Starts what is planned and not there, drains what is there and not planned. */
  public void apply(Plan plan) {
    for (Engine engine : engines.values()) {
      String id = engine.instance().id();
      boolean wanted =
          plan.kept().contains(id) || plan.desired().stream().anyMatch(d -> d.id().equals(id));
      if (!wanted && !engine.process().isDraining()) {
        engine.process().drain();
      }
    }
    for (EngineInstance instance : plan.desired()) {
      if (!engines.containsKey(instance.id())) {
        start(instance);
      }
    }
    record();
  }

  /** Starts the sidecar, if it was not. */
  public void startSidecar(int port) {
    if (sidecar != null) {
      return;
    }
    SidecarProgram program =
        new SidecarProgram(
            port,
            folder.snapshot().path(),
            folder.learned(),
            launcher,
            readiness,
            folder.log("sidecar"));
    Supervised process = new Supervised(program, Backoff.ENGINES, state -> changed.run());
    sidecar = process;
    process.start();
  }

  /** What the planner shall know of what runs. Forgets what is gone. */
  public List<RunningEngine> running() {
    engines.values().removeIf(engine -> engine.process().state().phase() == Phase.STOPPED);
    record();
    return engines.values().stream().map(Fleet::observed).toList();
  }

  /** Engines by id. */
  public List<View> engines() {
    return engines.values().stream()
        .map(engine -> new View(engine.instance(), engine.process().state()))
        .toList();
  }

  public Optional<EngineState> sidecar() {
    return Optional.ofNullable(sidecar).map(Supervised::state);
  }

  /** Stops the sidecar, then the engines, each after its requests in flight. */
  public void stop() {
    if (sidecar != null) {
      sidecar.drain();
      await(List.of(sidecar));
    }
    List<Supervised> processes = engines.values().stream().map(Engine::process).toList();
    processes.forEach(Supervised::drain);
    await(processes);
    engines.clear();
    sidecar = null;
    readiness.close();
    record();
  }

  private void start(EngineInstance instance) {
    EngineProgram program =
        new EngineProgram(instance, launcher, readiness, folder.log(instance.id()));
    Supervised process = new Supervised(program, Backoff.ENGINES, state -> changed.run());
    engines.put(instance.id(), new Engine(instance, process));
    process.start();
  }

  private void record() {
    Map<String, ProcessIdentity> children = new TreeMap<>();
    engines.forEach((id, engine) -> put(children, id, engine.process().state()));
    sidecar().ifPresent(state -> put(children, "sidecar", state));
    if (!children.equals(folder.children())) {
      folder.writeChildren(children);
    }
  }

  private static void put(Map<String, ProcessIdentity> children, String name, EngineState state) {
    state.process().ifPresent(process -> children.put(name, process));
  }

  private static RunningEngine observed(Engine engine) {
    EngineInstance instance = engine.instance();
    EngineState state = engine.process().state();
    return new RunningEngine(
        instance.id(),
        instance.block(),
        instance.replica(),
        instance.revision(),
        instance.node(),
        instance.deviceIds(),
        state.url(),
        engine.process().isDraining() ? EnginePhase.DRAINING : phase(state.phase()),
        instance.charge(),
        instance.command().servedNames(),
        Optional.of(instance.sizedFor()),
        Optional.empty());
  }

  private static EnginePhase phase(Phase phase) {
    return switch (phase) {
      case STARTING -> EnginePhase.STARTING;
      case READY -> EnginePhase.READY;
      case UNREADY -> EnginePhase.UNHEALTHY;
      case BACKOFF, FAILED -> EnginePhase.FAILED;
      case DRAINING, STOPPED -> EnginePhase.DRAINING;
    };
  }

  private void await(List<Supervised> processes) {
    CompletableFuture<?>[] ends =
        processes.stream().map(Supervised::gone).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(ends).get(launcher.stopLimit().toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the children did not end", e);
    }
  }
}
