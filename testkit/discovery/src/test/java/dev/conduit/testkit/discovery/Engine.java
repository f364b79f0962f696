// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.discovery;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;

/** The far end of a request: answers with its own name. */
final class Engine {
  private final HttpServer server;

  Engine(Vertx vertx, String name) {
    server =
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    request
                        .response()
                        .putHeader("content-type", "application/json")
                        .end("{\"object\":\"chat.completion\",\"by\":\"" + name + "\"}"));
    Await.done(server.listen(0, "127.0.0.1"));
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }
}
