// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** A real HTTP server that answers as a test tells it to, and remembers what it saw. */
final class FakeEngine implements AutoCloseable {
  static final String ANSWER =
      "{\"id\":\"a\",\"choices\":[],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7}}";

  final List<Seen> seen = new CopyOnWriteArrayList<>();
  final AtomicInteger aborted = new AtomicInteger();
  final AtomicInteger checks = new AtomicInteger();
  volatile int healthStatus = 200;

  private final Vertx vertx;
  private final BiConsumer<HttpServerRequest, Buffer> behaviour;
  private HttpServer server;
  private int port;

  record Seen(String path, Map<String, String> headers, String body) {}

  FakeEngine(Vertx vertx, BiConsumer<HttpServerRequest, Buffer> behaviour) {
    this.vertx = vertx;
    this.behaviour = behaviour;
    start();
  }

  /** Answers every request at once. */
  static FakeEngine good(Vertx vertx) {
    return new FakeEngine(vertx, (request, _) -> json(request.response(), ANSWER));
  }

  static void json(HttpServerResponse response, String body) {
    response.putHeader("content-type", "application/json").end(body);
  }

  static HttpServerResponse events(HttpServerRequest request) {
    return request.response().setChunked(true).putHeader("content-type", "text/event-stream");
  }

  void start() {
    server =
        vertx.createHttpServer(new HttpServerOptions().setPort(port)).requestHandler(this::handle);
    port = Await.done(server.listen(port, "127.0.0.1")).actualPort();
  }

  private void handle(HttpServerRequest request) {
    if (request.path().equals("/health")) {
      checks.incrementAndGet();
      request.response().setStatusCode(healthStatus).end();
      return;
    }
    request.response().closeHandler(_ -> aborted.incrementAndGet());
    request
        .body()
        .onSuccess(
            body -> {
              Map<String, String> headers = new TreeMap<>();
              request
                  .headers()
                  .forEach(h -> headers.put(h.getKey().toLowerCase(Locale.ROOT), h.getValue()));
              seen.add(new Seen(request.uri(), headers, body.toString()));
              behaviour.accept(request, body);
            });
  }

  int port() {
    return port;
  }

  /** All connections break, nothing listens any more: what a killed process looks like. */
  void kill() {
    Await.done(server.close());
  }

  @Override
  public void close() {
    kill();
  }
}
