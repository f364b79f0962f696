// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.conduit.operator.app.chat.Answer.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks an OpenAI-compatible server and streams what it says. Safe for use by several threads. */
public final class ChatClient implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final ObjectMapper mapper = JsonMapper.builder().build();
  private final URI completions;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /**
   * @param base of the server, without {@code /v1}
   */
  public ChatClient(URI base) {
    this.completions = URI.create(base + "/v1/chat/completions");
  }

  /** Sends the question; hands over each piece of the answer as it comes. */
  public Answer ask(Question question, Consumer<String> piece) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(completions)
            .timeout(LIMIT)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body(question)))
            .build();
    long sent = System.nanoTime();
    try {
      HttpResponse<Stream<String>> response =
          http.send(request, HttpResponse.BodyHandlers.ofLines());
      try (Stream<String> lines = response.body()) {
        return response.statusCode() == 200
            ? new Reading(sent, route(response.headers()), piece).read(lines.iterator())
            : refusal(response.statusCode(), lines.collect(Collectors.joining("\n")));
      }
    } catch (UncheckedIOException e) {
      return new Answer.Failed(0, "the answer broke off: " + e.getMessage());
    } catch (IOException e) {
      return new Answer.Failed(
          0, "no answer from " + completions + ": " + e.getClass().getSimpleName());
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private byte[] body(Question question) {
    ObjectNode body = mapper.createObjectNode();
    body.put("model", question.model());
    body.put("stream", true);
    body.putObject("stream_options").put("include_usage", true);
    body.put("max_tokens", question.maxTokens());
    body.put("temperature", question.temperature());
    ArrayNode messages = body.putArray("messages");
    question
        .messages()
        .forEach(m -> messages.addObject().put("role", m.role()).put("content", m.content()));
    try {
      return mapper.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("cannot write the question", e);
    }
  }

  private static Route route(HttpHeaders headers) {
    return new Route(
        headers.firstValue("x-conduit-tier").orElse(""),
        headers.firstValue("x-conduit-model").orElse(""),
        headers.firstValue("x-conduit-endpoint").orElse(""),
        headers.firstValue("x-conduit-reason").orElse(""));
  }

  private Answer refusal(int status, String body) {
    try {
      String message = mapper.readTree(body).path("error").path("message").asText(body);
      return new Answer.Failed(status, message);
    } catch (JsonProcessingException e) {
      return new Answer.Failed(status, body);
    }
  }

  /** One stream of server-sent events; used by one thread. */
  private final class Reading {
    private final long sent;
    private final Route route;
    private final Consumer<String> piece;
    private final StringBuilder text = new StringBuilder();
    private long first;
    private int tokens;

    Reading(long sent, Route route, Consumer<String> piece) {
      this.sent = sent;
      this.route = route;
      this.piece = piece;
    }

    Answer read(Iterator<String> lines) {
      while (lines.hasNext()) {
        String line = lines.next();
        if (!line.startsWith("data:")) {
          continue;
        }
        String data = line.substring("data:".length()).strip();
        if (data.equals("[DONE]")) {
          return complete();
        }
        try {
          JsonNode event = mapper.readTree(data);
          if (event.has("error")) {
            return new Answer.Failed(200, event.path("error").path("message").asText(data));
          }
          take(event);
        } catch (JsonProcessingException e) {
          return new Answer.Failed(200, "a piece of the stream is not JSON: " + data);
        }
      }
      return new Answer.Failed(200, "the answer broke off after " + text.length() + " characters");
    }

    private void take(JsonNode event) {
      tokens = event.path("usage").path("completion_tokens").asInt(tokens);
      String content = event.path("choices").path(0).path("delta").path("content").asText("");
      if (content.isEmpty()) {
        return;
      }
      if (first == 0) {
        first = System.nanoTime();
      }
      text.append(content);
      piece.accept(content);
    }

    private Answer complete() {
      long now = System.nanoTime();
      Duration total = Duration.ofNanos(now - sent);
      Duration firstToken = first == 0 ? total : Duration.ofNanos(first - sent);
      return new Answer.Complete(text.toString(), route, firstToken, total, tokens);
    }
  }
}
