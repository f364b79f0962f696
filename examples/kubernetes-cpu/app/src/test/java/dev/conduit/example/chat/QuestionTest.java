// SPDX-License-Identifier: Apache-2.0
package dev.conduit.example.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The stock client on a socket that ends as each test wants: what counts as cut and what as lost.
 */
class QuestionTest {
  private static final String CHUNK =
      """
      data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"Paris"},"finish_reason":%s}]}

      """;

  private HttpServer server;
  private Question question;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    question =
        new Question(
            OpenAIOkHttpClient.builder()
                .baseUrl("http://127.0.0.1:" + server.getAddress().getPort() + "/v1")
                .apiKey("unused")
                .maxRetries(0)
                .build(),
            "auto",
            "What is the capital of France?");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void ask_wholeStream_isAnswered() {
    answer(200, CHUNK.formatted("null") + CHUNK.formatted("\"stop\"") + "data: [DONE]\n\n", false);
    assertThat(question.ask())
        .isEqualTo(new Question.Outcome.Answered("ParisParis", "an-endpoint"));
  }

  @Test
  void ask_connectionBreaksAfterAChunk_isCut() {
    answer(200, CHUNK.formatted("null"), true);
    assertThat(question.ask()).isInstanceOf(Question.Outcome.Cut.class);
  }

  @Test
  void ask_streamEndsWithoutAFinish_isCut() {
    answer(200, CHUNK.formatted("null"), false);
    assertThat(question.ask()).isInstanceOf(Question.Outcome.Cut.class);
  }

  @Test
  void ask_connectionBreaksBeforeAChunk_isLost() {
    answer(200, ": nothing yet\n\n", true);
    assertThat(question.ask()).isInstanceOf(Question.Outcome.Lost.class);
  }

  @Test
  void ask_refused_isLost() {
    answer(503, "{\"error\":{\"message\":\"no endpoint\"}}", false);
    assertThat(question.ask()).isInstanceOf(Question.Outcome.Lost.class);
  }

  private void answer(int status, String body, boolean isBroken) {
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange
              .getResponseHeaders()
              .add("content-type", status == 200 ? "text/event-stream" : "application/json");
          exchange.getResponseHeaders().add("x-conduit-endpoint", "an-endpoint");
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          // A promised length that does not come breaks the connection.
          exchange.sendResponseHeaders(status, isBroken ? bytes.length + 100 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.getResponseBody().flush();
          exchange.close();
        });
  }
}
