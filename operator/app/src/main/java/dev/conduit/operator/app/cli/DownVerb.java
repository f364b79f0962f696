// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.app.console.ExitCode;
import dev.conduit.operator.app.process.ChildProcess;
import dev.conduit.operator.app.state.Leftovers;
import dev.conduit.operator.app.state.Session;
import dev.conduit.operator.app.state.StateFolder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "down",
    description =
        "Stop what `up` started: requests in flight end first. Cleans up after a crash too.")
final class DownVerb implements Verb {
  // The supervisor has its own deadlines for the sidecar and the engines; this one is beyond both.
  private static final Duration SUPERVISOR_GRACE = Duration.ofSeconds(90);
  private static final Duration LEFTOVER_GRACE = Duration.ofSeconds(10);

  private final Console console;
  private final Surroundings surroundings;

  @Mixin SessionOptions options = new SessionOptions();

  DownVerb(Console console, Surroundings surroundings) {
    this.console = console;
    this.surroundings = surroundings;
  }

  @Override
  public ExitCode run() throws IOException, InterruptedException {
    return switch (options.choose(surroundings.states())) {
      case SessionOptions.Choice.Chosen(StateFolder folder) -> stop(folder);
      case SessionOptions.Choice.Unclear(String message) -> {
        console.error("conduit: " + message);
        yield ExitCode.NOT_UP;
      }
    };
  }

  private ExitCode stop(StateFolder folder) throws IOException, InterruptedException {
    Optional<ProcessHandle> supervisor =
        folder.session().map(Session::supervisor).flatMap(identity -> identity.find());
    if (supervisor.isPresent()) {
      console.line("stopping (process " + supervisor.get().pid() + ") ...");
      if (!ChildProcess.stop(supervisor.get(), SUPERVISOR_GRACE)) {
        console.error(
            "conduit: it did not stop within " + SUPERVISOR_GRACE.toSeconds() + " s; killed");
      }
    }
    List<String> reaped = new Leftovers(folder).reap(LEFTOVER_GRACE);
    reaped.forEach(name -> console.line("stopped " + name + ", left over from a crash"));
    if (supervisor.isEmpty() && reaped.isEmpty()) {
      folder.clear();
      console.error("conduit: nothing is up here (" + folder.path() + ")");
      return ExitCode.NOT_UP;
    }
    folder.clear();
    console.line("nothing is running any more");
    return ExitCode.OK;
  }
}
