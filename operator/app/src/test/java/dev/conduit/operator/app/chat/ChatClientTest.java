// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ChatClientTest {
  private static final Question QUESTION =
      new Question("auto", List.of(Message.user("What is the capital of France?")), 8, 0);

  private HttpServer server;
  private ChatClient client;
  private String body = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    client = new ChatClient(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  @Test
  void ask_wholeStream_handsOverPiecesAndSaysWhoAnswered() throws Exception {
    answer(
        200,
        """
        data: {"choices":[{"delta":{"role":"assistant","content":""}}]}

        data: {"choices":[{"delta":{"content":"Pa"}}]}

        data: {"choices":[{"delta":{"content":"ris"}}]}

        data: {"choices":[],"usage":{"completion_tokens":2}}

        data: [DONE]

        """);
    List<String> pieces = new ArrayList<>();
    Answer.Complete answer = (Answer.Complete) client.ask(QUESTION, pieces::add);
    assertThat(pieces).containsExactly("Pa", "ris");
    assertThat(answer.text()).isEqualTo("Paris");
    assertThat(answer.tokens()).isEqualTo(2);
    assertThat(answer.route()).isEqualTo(new Answer.Route("light", "smol", "light-0", "default"));
    assertThat(answer.firstToken()).isLessThanOrEqualTo(answer.total());
    assertThat(body).contains("\"model\":\"auto\"", "\"stream\":true", "\"temperature\":0.0");
  }

  @Test
  void ask_streamThatBreaksOff_isAFailure() throws Exception {
    answer(200, "data: {\"choices\":[{\"delta\":{\"content\":\"Pa\"}}]}\n\n");
    assertThat(client.ask(QUESTION, piece -> {}))
        .isEqualTo(new Answer.Failed(200, "the answer broke off after 2 characters"));
  }

  @Test
  void ask_errorInOpenAiShape_givesItsMessage() throws Exception {
    answer(404, "{\"error\":{\"message\":\"no model \\\"x\\\"; there are: smol\"}}");
    assertThat(client.ask(QUESTION, piece -> {}))
        .isEqualTo(new Answer.Failed(404, "no model \"x\"; there are: smol"));
  }

  @Test
  void ask_nobodyListens_namesTheUrl() throws Exception {
    server.stop(0);
    assertThat(client.ask(QUESTION, piece -> {}))
        .isInstanceOfSatisfying(
            Answer.Failed.class,
            failed -> assertThat(failed.message()).contains("no answer from http://127.0.0.1:"));
  }

  private void answer(int status, String text) {
    server.createContext(
        "/v1/chat/completions",
        exchange -> {
          body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("x-conduit-tier", "light");
          exchange.getResponseHeaders().add("x-conduit-model", "smol");
          exchange.getResponseHeaders().add("x-conduit-endpoint", "light-0");
          exchange.getResponseHeaders().add("x-conduit-reason", "default");
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }
}
