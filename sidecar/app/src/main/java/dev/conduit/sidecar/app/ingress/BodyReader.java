// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.ingress;

import dev.conduit.contract.Bytes;
import dev.conduit.sidecar.core.failure.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects a request's body up to a limit. A body that comes in one piece is not copied.
 *
 * <p>What is beyond the limit is read and dropped, so that the caller sees the answer and not a
 * reset connection, and so that the connection's next request is in its place. Confined to the
 * request's event loop.
 */
public final class BodyReader {
  private final HttpServerRequest request;
  private final Bytes limit;
  private final BodyBudget budget;
  private final Consumer<Buffer> onBody;
  private final Consumer<Failure> onRefused;
  private final long declared;
  private @Nullable Buffer body;
  private long taken;
  private boolean isRefused;

  private BodyReader(
      HttpServerRequest request,
      Bytes limit,
      BodyBudget budget,
      Consumer<Buffer> onBody,
      Consumer<Failure> onRefused) {
    this.request = request;
    this.limit = limit;
    this.budget = budget;
    this.onBody = onBody;
    this.onRefused = onRefused;
    this.declared = declared(request);
  }

  /** Calls one of the two, once; neither when the caller hangs up before the body is complete. */
  public static void read(
      HttpServerRequest request,
      Bytes limit,
      BodyBudget budget,
      Consumer<Buffer> onBody,
      Consumer<Failure> onRefused) {
    BodyReader reader = new BodyReader(request, limit, budget, onBody, onRefused);
    request.handler(reader::add);
    request.endHandler(_ -> reader.end());
    if (reader.declared > limit.value()) {
      reader.refuse(new Failure.BodyTooLarge(limit));
    } else if (reader.declared >= BodyBudget.COUNTED_FROM) {
      reader.reserve(reader.declared);
    }
  }

  private static long declared(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    // The server refuses requests whose length is not a number; more digits than these are a lot.
    return length == null ? -1 : length.length() > 18 ? Long.MAX_VALUE : Long.parseLong(length);
  }

  private void add(Buffer chunk) {
    if (isRefused) {
      return;
    }
    long size = (body == null ? 0 : body.length()) + (long) chunk.length();
    if (size > limit.value()) {
      refuse(new Failure.BodyTooLarge(limit));
      return;
    }
    if (declared < 0 && size >= BodyBudget.COUNTED_FROM && !reserve(size - taken)) {
      return;
    }
    if (body == null && chunk.length() == declared) {
      body = chunk;
      return;
    }
    Buffer whole = body == null ? Buffer.buffer((int) Math.max(declared, chunk.length())) : body;
    body = whole.appendBuffer(chunk);
  }

  private boolean reserve(long bytes) {
    if (!budget.take(bytes)) {
      refuse(new Failure.BuffersFull(budget.limit()));
      return false;
    }
    if (taken == 0) {
      request.response().endHandler(_ -> giveBack());
    }
    taken += bytes;
    return true;
  }

  private void giveBack() {
    budget.giveBack(taken);
    taken = 0;
  }

  private void end() {
    if (!isRefused) {
      onBody.accept(body == null ? Buffer.buffer() : body);
    }
  }

  private void refuse(Failure failure) {
    isRefused = true;
    body = null;
    onRefused.accept(failure);
  }
}
