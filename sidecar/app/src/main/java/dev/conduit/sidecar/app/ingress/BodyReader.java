// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.ingress;

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
  private final int limit;
  private final Consumer<Buffer> onBody;
  private final Runnable onTooLarge;
  private @Nullable Buffer body;
  private boolean isTooLarge;

  private BodyReader(int limit, Consumer<Buffer> onBody, Runnable onTooLarge) {
    this.limit = limit;
    this.onBody = onBody;
    this.onTooLarge = onTooLarge;
  }

  /** Calls one of the two, once; neither when the caller hangs up before the body is complete. */
  public static void read(
      HttpServerRequest request, int limit, Consumer<Buffer> onBody, Runnable onTooLarge) {
    BodyReader reader = new BodyReader(limit, onBody, onTooLarge);
    request.handler(reader::add);
    request.endHandler(_ -> reader.end());
    if (declared(request) > limit) {
      reader.refuse();
    }
  }

  private static long declared(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    // The server refuses requests whose length is not a number; more digits than these are a lot.
    return length == null ? 0 : length.length() > 18 ? Long.MAX_VALUE : Long.parseLong(length);
  }

  private void add(Buffer chunk) {
    if (isTooLarge) {
      return;
    }
    int size = body == null ? 0 : body.length();
    if (size + (long) chunk.length() > limit) {
      refuse();
      return;
    }
    body = body == null ? chunk : joined(body, size, chunk);
  }

  private static Buffer joined(Buffer body, int size, Buffer chunk) {
    return size == 0 ? chunk : body.appendBuffer(chunk);
  }

  private void end() {
    if (!isTooLarge) {
      onBody.accept(body == null ? Buffer.buffer() : body);
    }
  }

  private void refuse() {
    isTooLarge = true;
    body = null;
    onTooLarge.run();
  }
}
