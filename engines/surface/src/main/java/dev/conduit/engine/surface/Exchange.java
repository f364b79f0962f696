// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import com.fasterxml.jackson.databind.JsonNode;
import dev.conduit.engine.surface.spi.Engine;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.UUID;

/** One request with its whole body, and its answer. Confined to the event loop. */
final class Exchange {

  static final String JSON = "application/json";

  private final HttpServerRequest request;
  private final Context context;
  private final Engine engine;
  private final Buffer body;

  Exchange(HttpServerRequest request, Context context, Engine engine, Buffer body) {
    this.request = request;
    this.context = context;
    this.engine = engine;
    this.body = body;
  }

  Context context() {
    return context;
  }

  Buffer body() {
    return body;
  }

  HttpServerResponse response() {
    return request.response();
  }

  String query(String name, String fallback) {
    return request.getParam(name, fallback);
  }

  boolean isJson() {
    String type = request.getHeader("content-type");
    return type == null || type.regionMatches(true, 0, JSON, 0, JSON.length());
  }

  /** The answer's id: the caller's request id where it sent one, as vLLM does. */
  String id(String prefix) {
    String given = request.getHeader("x-request-id");
    return prefix + (given == null || given.isBlank() ? randomHex(16) : given);
  }

  static String randomHex(int length) {
    return UUID.randomUUID().toString().replace("-", "").substring(0, length);
  }

  /** Runs once when the client goes before the answer ends. */
  void onGone(Runnable action) {
    response().closeHandler(ignored -> action.run());
    response().exceptionHandler(ignored -> action.run());
  }

  boolean isGone() {
    return response().closed();
  }

  void json(int status, JsonNode node) {
    send(status, JSON, Json.write(node));
  }

  void error(WireError error) {
    json(error.status(), error.body());
  }

  void empty(int status) {
    if (isOpen()) {
      response().setStatusCode(status).putHeader("content-length", "0").end();
    }
  }

  void send(int status, String type, String text) {
    if (isOpen()) {
      response().setStatusCode(status).putHeader("content-type", type).end(Buffer.buffer(text));
    }
  }

  /** Drops the connection without ending the answer. */
  void reset() {
    request.connection().close();
  }

  Engine engine() {
    return engine;
  }

  private boolean isOpen() {
    return !response().ended() && !response().closed();
  }
}
