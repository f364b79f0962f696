// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.contract.Price;
import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.app.console.ExitCode;
import dev.conduit.operator.app.console.FileTrouble;
import dev.conduit.operator.app.explain.OfflineTable;
import dev.conduit.operator.app.replay.FileForm;
import dev.conduit.operator.app.replay.QualityPlot;
import dev.conduit.operator.app.replay.Refit;
import dev.conduit.operator.app.replay.Replay;
import dev.conduit.operator.app.replay.ReplayJson;
import dev.conduit.operator.app.replay.ReplayResult;
import dev.conduit.operator.app.replay.ReplaySettings;
import dev.conduit.operator.app.replay.ReplayText;
import dev.conduit.operator.app.replay.Tables;
import dev.conduit.operator.app.replay.Tariff;
import dev.conduit.operator.app.replay.plot.Chart;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.plan.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "replay",
    description = {
      "Show what a policy would have routed, saved and lost on recorded requests. Nothing is",
      "started and nothing is sent. The forms of the files: docs/replay.md.",
      "Exit code 0: done, bad lines are counted; 3: a manifest is wrong, or no line is good."
    })
final class ReplayVerb implements Verb {
  enum Output {
    table,
    json
  }

  /** What is replayed. */
  static final class Recording {
    @Option(
        names = "--log",
        required = true,
        paramLabel = "FILE",
        description = "Requests, one JSON object a line: chat bodies, or objects that have them.")
    @Nullable Path log;

    @Option(
        names = "--dataset",
        required = true,
        paramLabel = "FILE",
        description = "Prompts with outcomes: prompt, weak_correct, strong_correct.")
    @Nullable Path dataset;
  }

  private final Console console;
  private final Function<Observed, Plan> planner;

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "FILE|DIR",
      description = "The policy, alone or with its blocks.")
  Path policy = Path.of(".");

  @ArgGroup(exclusive = true, multiplicity = "1")
  Recording recording = new Recording();

  @Option(
      names = {"-f", "--folder"},
      arity = "1..*",
      paramLabel = "FILE|DIR",
      description = "Manifests of its blocks.")
  List<Path> folders = List.of();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Which policy, if the file has several.")
  @Nullable String name;

  @Option(
      names = "--price",
      paramLabel = "NAME=IN/OUT",
      converter = {NoChange.class, PricePair.class},
      description = "Price of a tier or a target, in US dollars per million tokens: heavy=2.50/10.")
  Map<String, Price> prices = Map.of();

  @Option(
      names = "--answer-tokens",
      defaultValue = "256",
      paramLabel = "N",
      description = "Length of answers that the file does not tell. Default: ${DEFAULT-VALUE}.")
  int answerTokens;

  @Option(
      names = "--refit",
      description = {
        "With --dataset: judge each prompt by a model fitted to other prompts of the file, not by",
        "the shipped model, which may have learned from it."
      })
  boolean refit;

  @Option(
      names = "--as-model",
      paramLabel = "NAME",
      description = "Ask for this model in place of the one in the log, such as auto.")
  @Nullable String model;

  @Option(names = "--app", paramLabel = "NAME", description = "The app that sent the requests.")
  String app = "";

  @Mixin MomentOption moment = new MomentOption();

  @Option(
      names = "--plot",
      paramLabel = "FILE.svg|FILE.png",
      description = "Draw quality against cost; needs outcomes.")
  @Nullable Path plot;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "Valid: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  Output output = Output.table;

  ReplayVerb(Console console, Function<Observed, Plan> planner) {
    this.console = console;
    this.planner = planner;
  }

  @Override
  public ExitCode run() {
    Optional<Instant> time = moment.read(console);
    if (time.isEmpty()) {
      return ExitCode.USAGE;
    }
    if (plot != null && PlotFile.of(plot).isEmpty()) {
      console.error("conduit: --plot: " + plot + " must end with .svg or .png");
      return ExitCode.USAGE;
    }
    if (refit && recording.dataset == null) {
      console.error("conduit: --refit needs outcomes; give them by --dataset");
      return ExitCode.USAGE;
    }
    if (answerTokens < 0) {
      console.error("conduit: --answer-tokens: " + answerTokens + " is below 0");
      return ExitCode.USAGE;
    }
    return new PolicyFiles(console, planner)
        .table(policy, name, "--name", folders)
        .map(table -> replay(table, time.get()))
        .orElse(ExitCode.INVALID);
  }

  private ExitCode replay(OfflineTable table, Instant time) {
    return switch (Tariff.of(table.snapshot(), prices)) {
      case Tariff.Made.Unknown(String message) -> {
        console.error("conduit: --price: " + message);
        yield ExitCode.USAGE;
      }
      case Tariff.Made.Done(Tariff tariff) ->
          replay(
              table,
              new ReplaySettings(tariff, answerTokens, app, time, Optional.ofNullable(model)));
    };
  }

  private ExitCode replay(OfflineTable table, ReplaySettings settings) {
    Path dataset = recording.dataset;
    Path log = recording.log;
    FileForm form = dataset == null ? FileForm.LOG : FileForm.DATASET;
    Path file = dataset != null ? dataset : log != null ? log : Path.of("");
    ReplayResult result;
    try {
      Refit.Made made =
          refit ? Refit.of(file, form, table) : new Refit.Made.Done(Tables.all(table));
      if (made instanceof Refit.Made.Refused(String message)) {
        console.error("conduit: --refit: " + file + ": " + message);
        return ExitCode.INVALID;
      }
      Tables tables = ((Refit.Made.Done) made).tables();
      result = new Replay(table.snapshot(), tables, settings).run(file, form);
    } catch (IOException e) {
      console.error("conduit: " + file + ": cannot be read: " + FileTrouble.words(e));
      return ExitCode.INVALID;
    }
    complain(file, result.source());
    if (result.source().requests() == 0) {
      console.error(
          result.source().bad() == 0
              ? "conduit: " + file + " is empty; it needs one JSON object a line"
              : "conduit: " + file + " has no good line");
      return ExitCode.INVALID;
    }
    if (output == Output.json) {
      console.line(ReplayJson.of(result));
    } else {
      ReplayText.lines(result).forEach(console::line);
    }
    return plot == null ? ExitCode.OK : draw(plot, result);
  }

  private ExitCode draw(Path file, ReplayResult result) {
    if (result.verdict().isEmpty()) {
      console.error(
          "conduit: --plot: "
              + result.source().file()
              + " has no outcomes to draw; lines need weak_correct and strong_correct");
      return ExitCode.INVALID;
    }
    Chart chart = QualityPlot.of(result, result.verdict().get());
    try {
      PlotFile.of(file).orElseThrow().write(chart);
      return ExitCode.OK;
    } catch (IOException e) {
      console.error("conduit: --plot: cannot be written: " + FileTrouble.words(e));
      return ExitCode.FAILED;
    }
  }

  private void complain(Path file, ReplayResult.Source source) {
    for (ReplayResult.Problem problem : source.problems()) {
      console.error("bad line: " + file + ":" + problem.line() + ": " + problem.words());
    }
    long more = source.bad() - source.problems().size();
    if (more > 0) {
      console.error("bad line: " + more + " more in " + file);
    }
  }
}
