// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.fault;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The faults' API: GET, PUT and DELETE of {@code /sim/faults}. It listens on 127.0.0.1 only and on
 * a port of its own, so that an application can't reach it and no fault can hit it.
 */
public final class AdminServer {
  private static final String HOST = "127.0.0.1";
  private static final String PATH = "/sim/faults";
  private static final int START_SECONDS = 30;

  private final FaultSwitch faults;

  private AdminServer(FaultSwitch faults) {
    this.faults = faults;
  }

  /** What starting comes to. */
  public sealed interface Started {
    record On(int port) implements Started {}

    /** One line for a person. */
    record Not(String message) implements Started {}
  }

  /**
   * Binds and serves.
   *
   * @param port 0 takes a free one
   */
  public static Started start(Vertx vertx, FaultSwitch faults, int port)
      throws InterruptedException {
    AdminServer admin = new AdminServer(faults);
    HttpServer server = vertx.createHttpServer().requestHandler(admin::onRequest);
    try {
      server
          .listen(port, HOST)
          .toCompletionStage()
          .toCompletableFuture()
          .get(START_SECONDS, TimeUnit.SECONDS);
      return new Started.On(server.actualPort());
    } catch (ExecutionException | TimeoutException e) {
      return new Started.Not(
          "cannot listen on %s:%d for the faults' API: give another --sim-admin-port (%s)"
              .formatted(HOST, port, e.getMessage()));
    }
  }

  private void onRequest(HttpServerRequest request) {
    if (!PATH.equals(request.path())) {
      refuse(request, 404, "only " + PATH + " is here");
      return;
    }
    request.body().onSuccess(body -> answer(request, body));
  }

  private void answer(HttpServerRequest request, Buffer body) {
    HttpMethod method = request.method();
    if (method.equals(HttpMethod.DELETE)) {
      faults.set(Faults.NONE);
      show(request);
    } else if (method.equals(HttpMethod.PUT)) {
      switch (FaultsJson.read(body.toString())) {
        case FaultsJson.Read.Ok ok -> {
          faults.set(ok.faults());
          show(request);
        }
        case FaultsJson.Read.Invalid invalid -> refuse(request, 400, invalid.message());
      }
    } else if (method.equals(HttpMethod.GET)) {
      show(request);
    } else {
      request.response().putHeader("allow", "GET, PUT, DELETE");
      refuse(request, 405, "GET shows the faults, PUT sets them, DELETE ends them");
    }
  }

  private void show(HttpServerRequest request) {
    json(request, 200, FaultsJson.write(faults.faults()));
  }

  private static void refuse(HttpServerRequest request, int status, String message) {
    json(request, status, new JsonObject().put("error", message).encode());
  }

  private static void json(HttpServerRequest request, int status, String body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .putHeader("x-conduit-simulated", "true")
        .end(body);
  }
}
