// SPDX-License-Identifier: Apache-2.0
package dev.conduit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** {@code kill -9} of one of two engines under load. */
class EngineKilledIT {
  private static final int REQUESTS = 240;
  private static final int CALLERS = 12;

  private final AtomicInteger answered = new AtomicInteger();

  /** How one streamed request ended. */
  private record Outcome(int status, boolean began, boolean whole) {
    boolean lost() {
      return !began && !whole;
    }
  }

  @Test
  void kill_oneOfTwoUnderLoad_losesNoRequestThatHadNotBegunToStream() throws Exception {
    try (Stack stack = Stack.up(Stack.folder("pair"), 2);
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
      List<ProcessHandle> engines = stack.engines("simulator");
      assertThat(engines).hasSize(2);
      Callable<Outcome> call = () -> ask(stack);
      List<Future<Outcome>> running =
          java.util.stream.Stream.generate(() -> call)
              .limit(REQUESTS)
              .map(callers::submit)
              .toList();
      Awaitility.await("load")
          .atMost(Duration.ofMinutes(1))
          .until(() -> answered.get() > REQUESTS / 6);
      engines.getFirst().destroyForcibly();

      int broken = 0;
      for (Future<Outcome> future : running) {
        Outcome outcome = future.get();
        assertThat(outcome.lost()).as("a request lost before it began: %s", outcome).isFalse();
        broken += outcome.whole() ? 0 : 1;
      }
      assertThat(broken).as("streams cut after they began").isLessThanOrEqualTo(CALLERS);
      Awaitility.await("the killed engine to be started again")
          .atMost(Duration.ofMinutes(1))
          .until(
              () ->
                  stack.engines("simulator").stream().filter(ProcessHandle::isAlive).count() == 2);
    }
  }

  private Outcome ask(Stack stack) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(stack.v1() + "/chat/completions"))
            .timeout(Duration.ofMinutes(1))
            .header("content-type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    """
                    {"model":"auto","stream":true,"max_tokens":20,
                     "messages":[{"role":"user","content":"Tell me about the sea."}]}"""))
            .build();
    StringBuilder text = new StringBuilder();
    int status = 0;
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      status = response.statusCode();
      try (InputStream body = response.body()) {
        byte[] buffer = new byte[4096];
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
          text.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      // A cut connection is an outcome like another: what had come decides below.
    }
    answered.incrementAndGet();
    return new Outcome(status, text.indexOf("\"delta\"") >= 0, text.indexOf("data: [DONE]") >= 0);
  }
}
