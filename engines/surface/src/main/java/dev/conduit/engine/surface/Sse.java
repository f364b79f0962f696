// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** A server-sent event stream of JSON data lines. Confined to the event loop. */
final class Sse {

  static final String CONTENT_TYPE = "text/event-stream; charset=utf-8";

  private final HttpServerResponse response;

  /** Sends the head at once: a client knows that it was admitted before the first token. */
  Sse(HttpServerResponse response) {
    this.response = response;
    if (!response.closed()) {
      response.setChunked(true).putHeader("content-type", CONTENT_TYPE);
      response.write(Buffer.buffer());
    }
  }

  void event(String data) {
    if (!response.closed() && !response.ended()) {
      response.write(Buffer.buffer("data: " + data + "\n\n"));
    }
  }

  void done() {
    if (!response.closed() && !response.ended()) {
      response.end("data: [DONE]\n\n");
    }
  }
}
