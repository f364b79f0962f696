// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.upstream;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Passes an answer to the caller as it comes: byte for byte, chunk for chunk, as fast as the caller
 * reads. The head waits for the first chunk, so that an engine which fails before it can be
 * replaced unseen. Confined to the request's event loop.
 */
final class Relay {
  private final Forwarding forwarding;
  private final Attempt attempt;
  private final HttpClientResponse answer;
  private final Recipient caller;
  private final Tail tail = new Tail();
  private boolean hasBegun;
  private boolean isOver;

  Relay(Forwarding forwarding, Attempt attempt, HttpClientResponse answer) {
    this.forwarding = forwarding;
    this.attempt = attempt;
    this.answer = answer;
    this.caller = forwarding.outgoing().caller();
  }

  void start() {
    answer.exceptionHandler(_ -> broken());
    answer.endHandler(_ -> end());
    answer.handler(this::chunk);
  }

  boolean hasBegun() {
    return hasBegun;
  }

  boolean isEventStream() {
    String type = answer.getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null && type.startsWith("text/event-stream");
  }

  boolean isAtEventEnd() {
    return tail.isAtEventEnd();
  }

  HttpClientResponse answer() {
    return answer;
  }

  private void chunk(Buffer chunk) {
    if (isOver) {
      return;
    }
    boolean isWhole = !hasBegun && isLength(chunk.length());
    begin();
    tail.add(chunk);
    forwarding.chunk();
    if (isWhole) {
      caller.end(chunk);
      return;
    }
    caller.write(chunk);
    if (caller.isFull()) {
      answer.pause();
      forwarding.paused();
      caller.onDrain(this::resume);
    }
  }

  private void resume() {
    if (!isOver) {
      forwarding.chunk();
      answer.resume();
    }
  }

  private void end() {
    if (isOver) {
      return;
    }
    isOver = true;
    begin();
    if (!caller.hasEnded()) {
      caller.end();
    }
    forwarding.complete(attempt, new Answer(answer.statusCode(), tail.usage()));
  }

  private void broken() {
    if (!isOver) {
      isOver = true;
      forwarding.broken(attempt, this);
    }
  }

  /** Drops whatever still comes. */
  void stop() {
    isOver = true;
  }

  private void begin() {
    if (hasBegun) {
      return;
    }
    hasBegun = true;
    String length = answer.getHeader(HttpHeaders.CONTENT_LENGTH);
    caller.begin(length == null ? "" : length);
    forwarding.outgoing().answering(answer);
  }

  private boolean isLength(int size) {
    @Nullable String length = answer.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length != null && length.equals(Integer.toString(size));
  }
}
