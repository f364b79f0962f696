// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.app.console.ExitCode;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.plan.Plan;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command {@code conduit} with all its verbs. */
public final class Conduit {
  private final Console console;
  private final Surroundings surroundings;
  private final Function<Observed, Plan> planner;

  /**
   * @param planner from what is observed to what shall be
   */
  public Conduit(Console console, Surroundings surroundings, Function<Observed, Plan> planner) {
    this.console = console;
    this.surroundings = surroundings;
    this.planner = planner;
  }

  @Command(
      name = "conduit",
      description = "Open models, placed on your hardware and routed by policy.",
      synopsisSubcommandLabel = "VERB",
      commandListHeading = "%nVerbs:%n",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        " 0:done",
        " 2:a block does not fit the machines that there are",
        " 3:a manifest is malformed or breaks a rule",
        " 4:the port is in use",
        " 5:an engine's program is not installed",
        " 6:an engine, the sidecar or an answer failed",
        " 7:a model could not be fetched or loaded",
        " 8:nothing is up for this folder",
        " 9:it is up already",
        "10:the cluster cannot be read",
        "64:the command line was not understood",
        "69:no JDK 25, or the programs are not built",
        "70:a bug in Conduit",
        "130:ended by Ctrl-C"
      })
  private record Root() {}

  /** Runs one command line; returns the exit status. */
  public int run(String... arguments) {
    return commandLine().execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
  }

  /** The commands as declared, for running and for shell completion. */
  CommandLine commandLine() {
    CommandLine root = new CommandLine(new Root());
    for (Verb verb : verbs()) {
      root.addSubcommand(verb);
    }
    root.getCommandSpec().mixinStandardHelpOptions(true);
    root.getCommandSpec().versionProvider(() -> new String[] {VersionVerb.text()});
    for (CommandLine verb : root.getSubcommands().values()) {
      verb.addMixin("help", new HelpOption());
    }
    root.setOut(console.outWriter());
    root.setErr(console.errWriter());
    root.setUsageHelpAutoWidth(console.isLive());
    root.setParameterExceptionHandler(this::misused);
    root.setExecutionExceptionHandler(this::bug);
    return root;
  }

  private List<Verb> verbs() {
    return List.of(
        new UpVerb(console, surroundings, planner),
        new DownVerb(console, surroundings),
        new StatusVerb(console, surroundings),
        new ChatVerb(console, surroundings),
        new DemoVerb(console, surroundings, planner),
        new TrainVerb(console, surroundings, planner),
        new ValidateVerb(console, planner),
        new PlanVerb(console, surroundings, planner),
        new ExplainVerb(console, planner),
        new ReplayVerb(console, planner),
        new ClassifierVerb(console, surroundings),
        new FitVerb(console),
        new FactsVerb(console),
        new CompletionVerb(console, this::commandLine),
        new VersionVerb(console));
  }

  private int misused(ParameterException e, String[] arguments) {
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    console.error("conduit: " + e.getMessage());
    console.error("Try: " + name + " --help");
    return ExitCode.USAGE.status();
  }

  // The boundary: whatever gets here is a bug or a broken disk, and its trace is what a report
  // needs.
  private int bug(Exception e, CommandLine command, ParseResult parsed) {
    if (e instanceof InterruptedException) {
      return ExitCode.INTERRUPTED.status();
    }
    console.trace("conduit: " + e.getMessage(), e);
    return ExitCode.SOFTWARE.status();
  }
}
