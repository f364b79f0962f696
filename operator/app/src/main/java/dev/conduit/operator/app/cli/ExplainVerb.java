// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.app.console.ExitCode;
import dev.conduit.operator.app.console.FileTrouble;
import dev.conduit.operator.app.console.TextFile;
import dev.conduit.operator.app.explain.OfflineTable;
import dev.conduit.operator.app.explain.Question;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.plan.Plan;
import dev.conduit.sidecar.core.explain.ExplanationJson;
import dev.conduit.sidecar.core.explain.ExplanationText;
import dev.conduit.sidecar.core.route.Explanation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "explain",
    description = {
      "Show where a policy would send a request, and why. Nothing is started and nothing is sent.",
      "A running sidecar answers the same to POST /conduit/explain.",
      "Exit code 0: explained, 3: a manifest or the request is wrong."
    })
final class ExplainVerb implements Verb {
  enum Output {
    table,
    json
  }

  private final Console console;
  private final Function<Observed, Plan> planner;

  @Option(
      names = {"-f", "--folder"},
      required = true,
      paramLabel = "FILE|DIR",
      description = "The policy, alone or with its blocks: a file, or a folder of manifests.")
  Path folder = Path.of(".");

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      description = "Which policy, if there are several.")
  @Nullable String policy;

  @Option(
      names = {"-p", "--prompt"},
      paramLabel = "TEXT",
      description = "What a user says.")
  @Nullable String prompt;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "The whole request, as sent to /v1/chat/completions.")
  @Nullable Path file;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "The model that is asked for with --prompt. Default: ${DEFAULT-VALUE}.")
  String model = "auto";

  @Option(
      names = {"-H", "--header"},
      paramLabel = "NAME=VALUE",
      description = {
        "A header of the request, such as x-conduit-data-class=pii.",
        "Given twice, it has both values, as in HTTP."
      })
  List<String> headers = List.of();

  @Option(names = "--app", paramLabel = "NAME", description = "The app that sends it.")
  String app = "";

  @Mixin MomentOption moment = new MomentOption();

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "Valid: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  Output output = Output.table;

  ExplainVerb(Console console, Function<Observed, Plan> planner) {
    this.console = console;
    this.planner = planner;
  }

  @Override
  public ExitCode run() {
    if ((prompt == null) == (file == null)) {
      console.error("conduit: give the request by --prompt TEXT or by --file FILE");
      return ExitCode.USAGE;
    }
    Optional<Instant> time = moment.read(console);
    if (time.isEmpty()) {
      return ExitCode.USAGE;
    }
    return new PolicyFiles(console, planner)
        .table(folder, policy, "--policy", List.of())
        .map(table -> explain(table, time.get()))
        .orElse(ExitCode.INVALID);
  }

  private ExitCode explain(OfflineTable table, Instant time) {
    Map<String, String> lower = new TreeMap<>();
    for (String header : headers) {
      int equals = header.indexOf('=');
      if (equals < 1) {
        console.error("conduit: --header " + header + ": write NAME=VALUE");
        return ExitCode.USAGE;
      }
      lower.merge(
          header.substring(0, equals).toLowerCase(Locale.ROOT),
          header.substring(equals + 1),
          (first, next) -> first + ", " + next);
    }
    String body;
    try {
      body = file == null ? body() : TextFile.read(file);
    } catch (IOException e) {
      console.error("conduit: cannot be read: " + FileTrouble.words(e));
      return ExitCode.INVALID;
    }
    if (table.isLearned()) {
      console.error(
          "note: a sidecar of this policy scores by what it learned, this is by the shipped model;"
              + " ask it by POST /conduit/explain");
    }
    return switch (table.explain(new Question(body, lower, app, time))) {
      case OfflineTable.Answer.Explained(Explanation about) -> {
        show(about);
        yield ExitCode.OK;
      }
      case OfflineTable.Answer.Malformed(var failure) -> {
        console.error("conduit: the request: " + failure.message());
        yield ExitCode.INVALID;
      }
    };
  }

  private String body() {
    ObjectNode body = JsonMapper.builder().build().createObjectNode();
    body.put("model", model);
    body.putArray("messages").addObject().put("role", "user").put("content", prompt);
    return body.toString();
  }

  private void show(Explanation about) {
    if (output == Output.json) {
      console.line(ExplanationJson.of(about));
    } else {
      ExplanationText.lines(about).forEach(console::line);
    }
  }
}
