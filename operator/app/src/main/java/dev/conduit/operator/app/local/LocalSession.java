// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.local;

import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.SnapshotCodec;
import dev.conduit.operator.app.apply.EngineState;
import dev.conduit.operator.app.apply.Fleet;
import dev.conduit.operator.app.apply.Launcher;
import dev.conduit.operator.app.apply.Phase;
import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.app.console.ExitCode;
import dev.conduit.operator.app.gather.SimulatedMachines;
import dev.conduit.operator.app.manifest.ManifestFolder;
import dev.conduit.operator.app.manifest.Manifests;
import dev.conduit.operator.app.state.InstanceStatus;
import dev.conduit.operator.app.state.Status;
import dev.conduit.operator.core.finding.Finding;
import dev.conduit.operator.core.finding.Severity;
import dev.conduit.operator.core.observed.Node;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.plan.CompiledPolicy;
import dev.conduit.operator.core.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Holds what the manifests ask for up: gather, plan, apply, at the start and at each event. All of
 * it runs on the thread that calls {@link #hold}; {@link #post} may be called from any.
 */
final class LocalSession {
  private final SessionOptions options;
  private final Console console;
  private final Function<Observed, Plan> planner;
  private final Node machine;
  private final ManifestFolder folder;
  private final Fleet fleet;
  private final Progress progress;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final SnapshotCodec codec = new SnapshotCodec();

  private Manifests manifests;
  private List<String> badEdit = List.of();
  private List<Finding> told = List.of();
  private byte[] written = new byte[0];
  private Status lastStatus = new Status(false, "-", List.of(), List.of());
  private boolean everReady;

  LocalSession(
      SessionOptions options,
      Console console,
      Function<Observed, Plan> planner,
      Node machine,
      ManifestFolder folder,
      Manifests manifests) {
    this.options = options;
    this.console = console;
    this.planner = planner;
    this.machine = machine;
    this.folder = folder;
    this.manifests = manifests;
    this.progress = new Progress(console);
    Launcher launcher =
        new Launcher(options.home(), ProcessHandle.current().pid(), options.recorded());
    this.fleet = new Fleet(options.state(), launcher, () -> post(new Event.Changed()));
  }

  void post(Event event) {
    events.add(event);
  }

  /** Plans what the manifests ask for without starting anything. */
  Plan preview() {
    return planner.apply(observe());
  }

  /** Holds it up until a stop is posted or the start fails; then everything is gone. */
  ExitCode hold(Runnable whenReady) throws InterruptedException {
    try {
      Optional<ExitCode> end = Optional.empty();
      while (end.isEmpty()) {
        end = step(whenReady);
      }
      return end.get();
    } finally {
      console.paint(List.of());
      fleet.stop();
    }
  }

  private Optional<ExitCode> step(Runnable whenReady) throws InterruptedException {
    Plan plan = planner.apply(observe());
    fleet.apply(plan);
    publish(plan);
    tell(plan);
    List<InstanceStatus> rows = StatusView.rows(plan, fleet, policy());
    progress.show(rows);
    boolean ready = StatusView.isReady(plan, fleet);
    record(new Status(ready, policy(), rows, problems(plan)));
    if (!everReady) {
      Optional<ExitCode> failure = failure();
      if (failure.isPresent()) {
        return failure;
      }
    }
    if (ready && !everReady) {
      everReady = true;
      Thread.ofVirtual().name("ready").start(whenReady);
    }
    return await(plan);
  }

  private Observed observe() {
    return new Observed(
        manifests.blocks(),
        manifests.policies(),
        SimulatedMachines.beside(machine, manifests.blocks()),
        fleet.running());
  }

  private void publish(Plan plan) {
    for (CompiledPolicy policy : plan.policies()) {
      Optional<RoutingSnapshot> snapshot = policy.snapshot();
      if (snapshot.isPresent()) {
        byte[] content = codec.encode(snapshot.get());
        if (!Arrays.equals(content, written)) {
          options.state().snapshot().write(content);
          written = content;
        }
        fleet.startSidecar(options.port());
      }
    }
  }

  private void tell(Plan plan) {
    List<Finding> loud =
        plan.findings().stream().filter(f -> f.severity() != Severity.INFO).toList();
    List<Finding> fresh = new ArrayList<>(loud);
    fresh.removeAll(told);
    new Findings(manifests).print(fresh, console);
    told = loud;
  }

  private List<String> problems(Plan plan) {
    List<String> problems = new ArrayList<>(badEdit);
    Findings words = new Findings(manifests);
    plan.findings().stream()
        .filter(finding -> finding.severity() == Severity.ERROR)
        .forEach(finding -> problems.addAll(words.lines(finding)));
    return problems;
  }

  private void record(Status status) {
    if (!lastStatus.equals(status)) {
      options.state().write(status);
      lastStatus = status;
    }
  }

  /** Before all was ready once, a part that cannot run ends the session: the user is watching. */
  private Optional<ExitCode> failure() {
    List<String> names = new ArrayList<>();
    Optional<EngineState.Fault> fault = Optional.empty();
    for (Fleet.View view : fleet.engines()) {
      if (view.state().phase() == Phase.FAILED) {
        fault = fault.or(() -> view.state().fault());
        names.add(view.instance().id());
        console.error("conduit: %s: %s".formatted(view.instance().id(), view.state().note()));
      }
    }
    Optional<EngineState> sidecar = fleet.sidecar().filter(state -> state.phase() == Phase.FAILED);
    if (sidecar.isPresent()) {
      fault = fault.or(() -> sidecar.get().fault());
      names.add("sidecar");
      console.error("conduit: sidecar: " + sidecar.get().note());
    }
    names.forEach(name -> console.error("  its log: " + options.state().log(name).path()));
    return fault.map(LocalSession::exitCode);
  }

  private static ExitCode exitCode(EngineState.Fault fault) {
    return switch (fault) {
      case MISSING_PROGRAM -> ExitCode.MISSING_PROGRAM;
      case MODEL -> ExitCode.MODEL;
      case ENGINE -> ExitCode.FAILED;
    };
  }

  /** Waits for something to happen; an exit code when it is the end. */
  private Optional<ExitCode> await(Plan plan) throws InterruptedException {
    Event first =
        plan.requeueAfter().isPresent()
            ? events.poll(plan.requeueAfter().get().toMillis(), TimeUnit.MILLISECONDS)
            : events.take();
    List<Event> batch = new ArrayList<>();
    if (first != null) {
      batch.add(first);
    }
    events.drainTo(batch);
    if (batch.stream().anyMatch(Event.Edited.class::isInstance)) {
      reload();
    }
    return batch.stream()
        .filter(Event.Stop.class::isInstance)
        .map(Event.Stop.class::cast)
        .map(Event.Stop::with)
        .findFirst();
  }

  private void reload() {
    switch (folder.read()) {
      case Manifests.Loaded.Valid(Manifests fresh) -> adopt(fresh);
      case Manifests.Loaded.Invalid(List<String> problems) -> refuse(problems);
    }
  }

  private void adopt(Manifests fresh) {
    List<String> policies = Opening.policyProblems(fresh);
    if (!policies.isEmpty()) {
      refuse(policies);
      return;
    }
    badEdit = List.of();
    manifests = fresh;
    console.line("the folder changed: planned anew");
  }

  private void refuse(List<String> problems) {
    badEdit = problems;
    console.error("the edit is not taken; what runs stays as it is:");
    problems.forEach(problem -> console.error("  " + problem));
  }

  private String policy() {
    return manifests.policies().isEmpty() ? "-" : manifests.policies().getFirst().ref().name();
  }
}
