// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamTest {
  private static final String STREAM =
      """
      : comment

      data: {"choices":[{"delta":{"content":"grüß 你好 😀"}}],"odd" : 1}

      event: x\r
      data: {"reasoning_content":"…"}\r
      \r
      data: {"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":6}}

      data: [DONE]

      """;

  private final Vertx vertx = Vertx.vertx();
  private final RunningSidecar sidecar = new RunningSidecar(vertx);

  @AfterEach
  void close() {
    Await.done(vertx.close());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000})
  void stream_anyChunking_isByteIdentical(int size) throws Exception {
    byte[] sent = STREAM.getBytes(StandardCharsets.UTF_8);
    serve((request, _) -> piecewise(FakeEngine.events(request), sent, 0, size));
    HttpResponse<byte[]> answer =
        sidecar.http.send(stream(), HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.body()).isEqualTo(sent);
    assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
    Await.until(
        () ->
            assertThat(
                    sidecar.registry.get("conduit.tokens").tag("type", "output").counter().count())
                .isEqualTo(6));
  }

  @Test
  void stream_eachChunk_arrivesBeforeTheNextIsSent() throws Exception {
    ConcurrentLinkedQueue<HttpServerResponse> open = new ConcurrentLinkedQueue<>();
    serve(
        (request, _) -> {
          HttpServerResponse response = FakeEngine.events(request);
          response.write("data: 0\n\n");
          open.add(response);
        });
    try (Socket socket = sidecar.socket()) {
      socket.getOutputStream().write(RunningSidecar.wire(RunningSidecar.body("auto", true)));
      assertThat(Wire.until(socket, "data: 0\n\n")).contains("transfer-encoding: chunked");
      for (int i = 1; i < 5; i++) {
        open.element().write("data: " + i + "\n\n");
        assertThat(Wire.until(socket, "data: " + i + "\n\n")).isNotEmpty();
      }
    }
  }

  @Test
  void stream_slowReader_holdsTheEngineBack() throws Exception {
    AtomicLong written = new AtomicLong();
    long total = 64L << 20;
    byte[] block = new byte[64 * 1024];
    new Random(1).nextBytes(block);
    serve((request, _) -> flood(FakeEngine.events(request), Buffer.buffer(block), written, total));
    HttpResponse<InputStream> answer =
        sidecar.http.send(stream(), HttpResponse.BodyHandlers.ofInputStream());
    long[] last = {-1};
    Await.until(
        () -> {
          long now = written.get();
          boolean isStill = now == last[0];
          last[0] = now;
          Thread.sleep(50);
          assertThat(isStill).isTrue();
        });
    assertThat(written.get()).isLessThan(total / 2);
    long read = 0;
    try (InputStream in = answer.body()) {
      byte[] bytes = new byte[1 << 16];
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        read += n;
      }
    }
    assertThat(read).isEqualTo(total);
  }

  @Test
  void stream_brokenInTheMiddle_endsWithAnErrorEvent() throws Exception {
    FakeEngine good = FakeEngine.good(vertx);
    FakeEngine bad =
        new FakeEngine(
            vertx,
            (request, _) ->
                FakeEngine.events(request)
                    .write("data: {\"a\":1}\n\n")
                    .onSuccess(_ -> request.connection().close()));
    sidecar.with(Snapshots.light(bad.port(), good.port()).build());
    HttpResponse<String> answer = sidecar.send(stream());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .startsWith("data: {\"a\":1}\n\ndata: {\"error\":{\"message\":\"the engine light-")
        .contains("\"code\":\"upstream_interrupted\"")
        .endsWith("}}\n\n");
    assertThat(good.seen).isEmpty();
  }

  @Test
  void answer_brokenInTheMiddle_isCutOff() throws Exception {
    serve(
        (request, _) ->
            request
                .response()
                .putHeader("content-length", "100")
                .write("{\"half\":")
                .onSuccess(_ -> request.connection().close()));
    try (Socket socket = sidecar.socket()) {
      socket.getOutputStream().write(RunningSidecar.wire(RunningSidecar.body("auto", false)));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try {
        socket.getInputStream().transferTo(out);
      } catch (java.net.SocketException e) {
        // A reset says as well as an end that the answer is incomplete.
      }
      assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("{\"half\":");
    }
  }

  private void serve(java.util.function.BiConsumer<HttpServerRequest, Buffer> behaviour) {
    sidecar.with(Snapshots.light(new FakeEngine(vertx, behaviour).port()).build());
  }

  private HttpRequest stream() {
    return sidecar
        .to(RunningSidecar.CHAT)
        .POST(HttpRequest.BodyPublishers.ofString(RunningSidecar.body("auto", true)))
        .build();
  }

  private void piecewise(HttpServerResponse response, byte[] all, int from, int size) {
    if (from >= all.length) {
      response.end();
      return;
    }
    int to = Math.min(all.length, from + size);
    response
        .write(Buffer.buffer(java.util.Arrays.copyOfRange(all, from, to)))
        .onSuccess(_ -> vertx.runOnContext(_ -> piecewise(response, all, to, size)));
  }

  private static void flood(
      HttpServerResponse response, Buffer block, AtomicLong written, long total) {
    while (!response.writeQueueFull()) {
      if (written.get() >= total) {
        response.end();
        return;
      }
      response.write(block);
      written.addAndGet(block.length());
    }
    response.drainHandler(_ -> flood(response, block, written, total));
  }
}
