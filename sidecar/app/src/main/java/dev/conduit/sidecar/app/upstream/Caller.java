// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.upstream;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** The caller itself: what comes goes out. */
public record Caller(HttpServerResponse response) implements Recipient {
  @Override
  public void begin(String length) {
    if (length.isEmpty()) {
      response.setChunked(true);
    } else {
      response.headers().set(HttpHeaders.CONTENT_LENGTH, length);
    }
  }

  @Override
  public void write(Buffer chunk) {
    response.write(chunk);
  }

  @Override
  public void end(Buffer chunk) {
    response.end(chunk);
  }

  @Override
  public void end() {
    response.end();
  }

  @Override
  public boolean hasEnded() {
    return response.ended();
  }

  @Override
  public boolean isFull() {
    return response.writeQueueFull();
  }

  @Override
  public void onDrain(Runnable resume) {
    response.drainHandler(_ -> resume.run());
  }

  @Override
  public void cut() {
    response.reset();
  }
}
