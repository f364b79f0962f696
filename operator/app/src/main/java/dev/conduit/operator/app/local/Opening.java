// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.local;

import dev.conduit.api.v1alpha1.policy.RoutingPolicy;
import dev.conduit.operator.app.apply.Fleet;
import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.app.console.ExitCode;
import dev.conduit.operator.app.console.FileTrouble;
import dev.conduit.operator.app.gather.LocalMachine;
import dev.conduit.operator.app.manifest.FolderWatch;
import dev.conduit.operator.app.manifest.ManifestFolder;
import dev.conduit.operator.app.manifest.Manifests;
import dev.conduit.operator.app.process.Ports;
import dev.conduit.operator.app.process.ProcessIdentity;
import dev.conduit.operator.app.state.Leftovers;
import dev.conduit.operator.app.state.Session;
import dev.conduit.operator.app.state.StateFolder;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.Sourced;
import dev.conduit.operator.core.plan.Plan;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Everything around a {@link LocalSession}: what must be true before one starts, each refusal with
 * its message and exit code, and that nothing is left after it, however it ends.
 */
public final class Opening {
  private static final Duration LEFTOVER_GRACE = Duration.ofSeconds(10);
  // Above the sidecar's and the engines' own deadlines together.
  private static final long STOP_LIMIT_SECONDS = 85;

  private final SessionOptions options;
  private final Console console;
  private final Function<Observed, Plan> planner;

  /** Called once everything is ready, on a thread of its own. */
  @FunctionalInterface
  public interface WhenReady {
    /** What to do now; an exit code ends the session with it. */
    Optional<ExitCode> ready(Session session) throws InterruptedException;
  }

  /**
   * @param planner from what is observed to what shall be
   */
  public Opening(SessionOptions options, Console console, Function<Observed, Plan> planner) {
    this.options = options;
    this.console = console;
    this.planner = planner;
  }

  /** Brings it up and holds it up until it is stopped. */
  public ExitCode run(WhenReady whenReady) throws IOException, InterruptedException {
    StateFolder.Claim claim;
    try {
      claim = options.state().claim();
    } catch (IOException e) {
      console.error(
          "conduit: cannot use the state folder: %s; choose another with --state-dir"
              .formatted(FileTrouble.words(e)));
      return ExitCode.FAILED;
    }
    return switch (claim) {
      case StateFolder.Claim.Taken taken -> alreadyUp(taken);
      case StateFolder.Claim.Granted granted -> {
        try (granted) {
          yield claimed(whenReady);
        }
      }
    };
  }

  private ExitCode claimed(WhenReady whenReady) throws IOException, InterruptedException {
    new Leftovers(options.state())
        .reap(LEFTOVER_GRACE)
        .forEach(name -> console.line("stopped " + name + ", left over from a crash"));
    options.state().clear();
    ManifestFolder folder = new ManifestFolder(options.manifests());
    return switch (folder.read()) {
      case Manifests.Loaded.Invalid(List<String> problems) -> invalid(problems);
      case Manifests.Loaded.Valid(Manifests manifests) -> {
        List<String> problems = policyProblems(manifests);
        yield problems.isEmpty() ? plan(folder, manifests, whenReady) : invalid(problems);
      }
    };
  }

  private ExitCode plan(ManifestFolder folder, Manifests manifests, WhenReady whenReady)
      throws IOException, InterruptedException {
    if (!Ports.isFree(options.port())) {
      return portInUse();
    }
    LocalSession session =
        new LocalSession(options, console, planner, LocalMachine.look(), folder, manifests);
    Plan plan = session.preview();
    ExitCode fits = Findings.exitCode(plan.findings());
    if (fits != ExitCode.OK) {
      new Findings(manifests).print(plan.findings(), console);
      return fits;
    }
    List<String> missing = Fleet.missing(plan);
    if (!missing.isEmpty()) {
      missing.forEach(text -> console.error("conduit: " + text));
      return ExitCode.MISSING_PROGRAM;
    }
    return hold(session, whenReady);
  }

  private ExitCode hold(LocalSession session, WhenReady whenReady)
      throws IOException, InterruptedException {
    Session record =
        new Session(
            ProcessIdentity.self(),
            options.manifests().toAbsolutePath().normalize(),
            URI.create("http://127.0.0.1:" + options.port()));
    options.state().write(record);
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook = Thread.ofPlatform().unstarted(() -> interrupted(session, ended));
    Runtime.getRuntime().addShutdownHook(hook);
    Optional<FolderWatch> watch = watch(session);
    try {
      return session.hold(() -> ready(session, record, whenReady));
    } finally {
      if (watch.isPresent()) {
        watch.get().close();
      }
      options.state().clear();
      ended.countDown();
      release(hook);
    }
  }

  /** Ctrl-C, SIGTERM, or the terminal went: ends the session before the process ends. */
  private void interrupted(LocalSession session, CountDownLatch ended) {
    console.line("");
    console.line("stopping: requests in flight end first ...");
    session.post(new Event.Stop(ExitCode.INTERRUPTED));
    try {
      if (ended.await(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        console.line("nothing is running any more");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void release(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, by this very hook.
    }
  }

  private static void ready(LocalSession session, Session record, WhenReady whenReady) {
    try {
      whenReady.ready(record).ifPresent(code -> session.post(new Event.Stop(code)));
    } catch (InterruptedException e) {
      session.post(new Event.Stop(ExitCode.INTERRUPTED));
    }
  }

  private Optional<FolderWatch> watch(LocalSession session) throws IOException {
    return options.watch()
        ? Optional.of(new FolderWatch(options.manifests(), () -> session.post(new Event.Edited())))
        : Optional.empty();
  }

  private ExitCode alreadyUp(StateFolder.Claim.Taken taken) {
    console.error(
        taken
            .by()
            .map(
                session ->
                    "conduit: already up: process %d at %s/v1. See: conduit status; stop: conduit down"
                        .formatted(session.supervisor().pid(), session.url()))
            .orElse("conduit: another `conduit up` of this folder is just starting or stopping"));
    return ExitCode.ALREADY_UP;
  }

  private ExitCode portInUse() throws InterruptedException {
    String by =
        Ports.holder(options.port())
            .map(holder -> " by %s (process %d)".formatted(holder.command(), holder.pid()))
            .orElse("");
    console.error(
        "conduit: port %d is in use%s; choose another with --port, or stop what uses it"
            .formatted(options.port(), by));
    return ExitCode.PORT_IN_USE;
  }

  private ExitCode invalid(List<String> problems) {
    problems.forEach(problem -> console.error("error: " + problem));
    return ExitCode.INVALID;
  }

  /** One machine has one sidecar, so one policy. */
  static List<String> policyProblems(Manifests manifests) {
    List<Sourced<RoutingPolicy>> policies = manifests.policies();
    if (policies.size() == 1) {
      return List.of();
    }
    return policies.isEmpty()
        ? List.of("no RoutingPolicy here; local mode needs one, for the sidecar to route by")
        : List.of(
            policies.stream()
                .map(policy -> policy.source() + " " + policy.ref().name())
                .collect(
                    Collectors.joining(
                        ", ",
                        "local mode runs one sidecar, so it takes one RoutingPolicy; here are ",
                        "")));
  }
}
