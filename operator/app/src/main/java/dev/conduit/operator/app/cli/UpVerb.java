// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.app.console.ExitCode;
import dev.conduit.operator.app.local.Opening;
import dev.conduit.operator.app.state.Session;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.plan.Plan;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "up",
    description =
        "Bring up what a folder of manifests asks for, on this machine, and follow its edits. "
            + "Ctrl-C stops all of it.")
final class UpVerb implements Verb {
  private final Console console;
  private final Surroundings surroundings;
  private final Function<Observed, Plan> planner;

  @Mixin UpOptions options = new UpOptions();

  @Option(names = "--no-watch", description = "Do not follow edits of the folder.")
  boolean still;

  UpVerb(Console console, Surroundings surroundings, Function<Observed, Plan> planner) {
    this.console = console;
    this.surroundings = surroundings;
    this.planner = planner;
  }

  @Override
  public ExitCode run() throws IOException, InterruptedException {
    return new Opening(options.session(surroundings, !still), console, planned()).run(this::ready);
  }

  private Optional<ExitCode> ready(Session session) {
    console.line("");
    console.line("ready: " + session.url() + "/v1");
    new TryLines(session).print(console);
    return Optional.empty();
  }

  private Function<Observed, Plan> planned() {
    return options.facts.lookup(surroundings.environment()).before(planner);
  }
}
