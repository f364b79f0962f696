// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.operator.app.chat.Answer;
import dev.conduit.operator.app.chat.ChatClient;
import dev.conduit.operator.app.chat.Message;
import dev.conduit.operator.app.chat.Question;
import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.app.console.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "chat",
    description = {
      "Talk to what is up, through the sidecar. Without a question: a conversation, until an empty",
      "line or Ctrl-D. After each answer: tier, model, endpoint and timings."
    })
final class ChatVerb implements Verb {
  private final Console console;
  private final Surroundings surroundings;

  @Mixin SessionOptions options = new SessionOptions();

  @Option(
      names = "--url",
      paramLabel = "URL",
      converter = ServerUrl.class,
      description =
          "Another OpenAI-compatible server, with or without /v1, in place of the one that is up.")
  @Nullable URI url;

  @Option(
      names = "--model",
      defaultValue = "auto",
      paramLabel = "NAME",
      description =
          "auto (the policy chooses), a tier or a served name. Default: ${DEFAULT-VALUE}.")
  String model = "auto";

  @Option(
      names = "--max-tokens",
      defaultValue = "512",
      paramLabel = "N",
      description = "Length limit of an answer. Default: ${DEFAULT-VALUE}.")
  int maxTokens;

  @Option(
      names = "--temperature",
      defaultValue = "0.7",
      paramLabel = "T",
      description = "0 for the likeliest answer. Default: ${DEFAULT-VALUE}.")
  double temperature;

  @Parameters(paramLabel = "QUESTION", arity = "0..*", description = "One question to ask.")
  List<String> question = List.of();

  ChatVerb(Console console, Surroundings surroundings) {
    this.console = console;
    this.surroundings = surroundings;
  }

  @Override
  public ExitCode run() throws IOException, InterruptedException {
    Optional<URI> server = url == null ? options.server(surroundings, console) : Optional.of(url);
    if (server.isEmpty()) {
      return ExitCode.NOT_UP;
    }
    try (ChatClient client = new ChatClient(server.get())) {
      Conversation conversation = new Conversation(client);
      return question.isEmpty()
          ? converse(conversation)
          : conversation.ask(String.join(" ", question));
    }
  }

  private ExitCode converse(Conversation conversation) throws IOException, InterruptedException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    ExitCode last = ExitCode.OK;
    console.piece("> ");
    String line = input.readLine();
    while (line != null && !line.isBlank()) {
      last = conversation.ask(line);
      console.piece("> ");
      line = input.readLine();
    }
    console.line("");
    return last;
  }

  /** The turns so far; a failed question leaves no trace in them. */
  private final class Conversation {
    private final ChatClient client;
    private final List<Message> turns = new ArrayList<>();

    Conversation(ChatClient client) {
      this.client = client;
    }

    ExitCode ask(String text) throws InterruptedException {
      turns.add(Message.user(text));
      Answer answer =
          client.ask(new Question(model, turns, maxTokens, temperature), console::piece);
      console.line("");
      return switch (answer) {
        case Answer.Complete complete -> {
          turns.add(Message.assistant(complete.text()));
          console.line(AnswerLine.of(complete));
          yield ExitCode.OK;
        }
        case Answer.Failed failed -> {
          turns.removeLast();
          console.error("conduit: " + failed.message());
          yield ExitCode.FAILED;
        }
      };
    }
  }
}
