// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.operator.app.chat.Answer;
import dev.conduit.operator.app.chat.ChatClient;
import dev.conduit.operator.app.chat.Message;
import dev.conduit.operator.app.chat.Question;
import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.app.console.ExitCode;
import dev.conduit.operator.app.local.Opening;
import dev.conduit.operator.app.local.SessionOptions;
import dev.conduit.operator.app.state.InstanceStatus;
import dev.conduit.operator.app.state.Session;
import dev.conduit.operator.app.state.StateFolder;
import dev.conduit.operator.app.state.Status;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.plan.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description =
        "Do what `up` does, then ask a light and a heavy question through the sidecar and show who "
            + "answered.")
final class DemoVerb implements Verb {
  private static final int MAX_TOKENS = 48;

  private final Console console;
  private final Surroundings surroundings;
  private final Function<Observed, Plan> planner;

  @Mixin UpOptions options = new UpOptions();

  @Option(
      names = "--check",
      description = "Assert both answers, stop everything, and exit with 0 or 6.")
  boolean check;

  DemoVerb(Console console, Surroundings surroundings, Function<Observed, Plan> planner) {
    this.console = console;
    this.surroundings = surroundings;
    this.planner = planner;
  }

  /** A question, and the answer's tier and a word in it that show that all is right. */
  private record Asked(String text, String tier, boolean simulated, String word) {}

  private static final List<Asked> QUESTIONS =
      List.of(
          new Asked("What is the capital of France?", "light", false, "Paris"),
          new Asked(
              "Prove step by step that the square root of two is irrational.", "heavy", true, ""));

  @Override
  public ExitCode run() throws IOException, InterruptedException {
    SessionOptions session = options.session(surroundings, !check);
    ExitCode code = new Opening(session, console, planned()).run(up -> ask(up, session.state()));
    if (check && code == ExitCode.OK) {
      console.line("checked: both answers are right, and everything is stopped");
    }
    return code;
  }

  private Optional<ExitCode> ask(Session session, StateFolder state) throws InterruptedException {
    List<InstanceStatus> instances = state.status().map(Status::instances).orElse(List.of());
    List<String> wrong = new ArrayList<>();
    try (ChatClient client = new ChatClient(session.url())) {
      for (Asked asked : QUESTIONS) {
        wrong.addAll(ask(client, asked, instances));
      }
    }
    console.line("");
    if (check) {
      wrong.forEach(problem -> console.error("wrong: " + problem));
      return Optional.of(wrong.isEmpty() ? ExitCode.OK : ExitCode.FAILED);
    }
    wrong.forEach(problem -> console.error("note: " + problem));
    console.line("up at " + session.url() + "/v1");
    new TryLines(session).print(console);
    return Optional.empty();
  }

  /** Shows question and answer; what is not as it should be, in words. */
  private List<String> ask(ChatClient client, Asked asked, List<InstanceStatus> instances)
      throws InterruptedException {
    console.line("");
    console.line("> " + asked.text());
    Question question = new Question("auto", List.of(Message.user(asked.text())), MAX_TOKENS, 0);
    Answer answer = client.ask(question, console::piece);
    console.line("");
    return switch (answer) {
      case Answer.Failed failed -> {
        console.error("no answer: " + failed.message());
        yield List.of("\"%s\" got no answer: %s".formatted(asked.text(), failed.message()));
      }
      case Answer.Complete complete -> {
        boolean simulated = simulated(complete, instances);
        console.line(AnswerLine.of(complete) + (simulated ? " (simulated, no model)" : ""));
        yield problems(asked, complete, simulated);
      }
    };
  }

  private static List<String> problems(Asked asked, Answer.Complete answer, boolean simulated) {
    List<String> problems = new ArrayList<>();
    if (!answer.route().tier().equals(asked.tier())) {
      problems.add(
          "\"%s\" went to tier \"%s\", not to \"%s\""
              .formatted(asked.text(), answer.route().tier(), asked.tier()));
    }
    if (simulated != asked.simulated()) {
      problems.add(
          "\"%s\" was answered by a %s"
              .formatted(asked.text(), simulated ? "simulator" : "real model"));
    }
    if (!answer.text().contains(asked.word())) {
      problems.add("the answer to \"%s\" lacks \"%s\"".formatted(asked.text(), asked.word()));
    }
    if (answer.text().isBlank()) {
      problems.add("the answer to \"%s\" is empty".formatted(asked.text()));
    }
    return problems;
  }

  private static boolean simulated(Answer.Complete answer, List<InstanceStatus> instances) {
    return instances.stream()
        .filter(instance -> instance.name().equals(answer.route().endpoint()))
        .anyMatch(InstanceStatus::simulated);
  }

  private Function<Observed, Plan> planned() {
    return options.facts.lookup(surroundings.environment()).before(planner);
  }
}
