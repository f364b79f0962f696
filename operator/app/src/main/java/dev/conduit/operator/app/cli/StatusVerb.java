// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.operator.app.cluster.ClusterStatus;
import dev.conduit.operator.app.cluster.Kube;
import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.app.console.ExitCode;
import dev.conduit.operator.app.console.Table;
import dev.conduit.operator.app.state.InstanceStatus;
import dev.conduit.operator.app.state.Session;
import dev.conduit.operator.app.state.StateFolder;
import dev.conduit.operator.app.state.Status;
import dev.conduit.operator.cluster.gather.ClusterReader;
import dev.conduit.operator.cluster.gather.ClusterView;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "status",
    description = {
      "Show what is up, as a table: on this machine, or with --cluster in a cluster.",
      "Exit code 6 with --cluster: something there is not ready."
    })
final class StatusVerb implements Verb {
  private final Console console;
  private final Surroundings surroundings;

  @Mixin SessionOptions options = new SessionOptions();

  @Mixin ClusterOptions cluster = new ClusterOptions();

  StatusVerb(Console console, Surroundings surroundings) {
    this.console = console;
    this.surroundings = surroundings;
  }

  @Override
  public ExitCode run() {
    if (cluster.isAsked()) {
      return switch (Kube.read(cluster.context)) {
        case ClusterReader.Reading.Done(ClusterView view) -> show(new ClusterStatus(view));
        case ClusterReader.Reading.Failed(String message) -> {
          console.error("conduit: " + message);
          yield ExitCode.NO_CLUSTER;
        }
      };
    }
    return switch (options.choose(surroundings.states())) {
      case SessionOptions.Choice.Chosen(StateFolder folder) -> show(folder);
      case SessionOptions.Choice.Unclear(String message) -> notUp(message);
    };
  }

  private ExitCode show(ClusterStatus status) {
    status.print(console);
    return status.isReady() ? ExitCode.OK : ExitCode.FAILED;
  }

  private ExitCode show(StateFolder folder) {
    Optional<Session> session = folder.liveSession();
    if (session.isEmpty()) {
      return folder.children().isEmpty()
          ? notUp("nothing is up here (" + folder.path() + ")")
          : notUp("the supervisor is gone; clean up with: conduit down");
    }
    Status status = folder.status().orElse(new Status(false, "-", List.of(), List.of()));
    console.line("folder  " + session.get().folder());
    console.line("url     " + session.get().url() + "/v1");
    console.line("policy  " + status.policy());
    console.line("ready   " + (status.ready() ? "yes" : "no"));
    console.line("");
    table(status).lines().forEach(console::line);
    status.problems().forEach(problem -> console.error("problem: " + problem));
    return ExitCode.OK;
  }

  private static Table table(Status status) {
    Table table =
        new Table(
            "NAME", "BLOCK", "MODEL", "ENGINE", "PLACE", "PHASE", "RESTARTS", "PID", "URL", "NOTE");
    for (InstanceStatus instance : status.instances()) {
      table.row(
          instance.name(),
          instance.block(),
          instance.model(),
          instance.engine() + (instance.simulated() ? " (simulated)" : ""),
          instance.place(),
          instance.phase(),
          Integer.toString(instance.restarts()),
          instance.pid() == 0 ? "-" : Long.toString(instance.pid()),
          instance.url(),
          instance.note());
    }
    return table;
  }

  private ExitCode notUp(String message) {
    console.error("conduit: " + message);
    return ExitCode.NOT_UP;
  }
}
