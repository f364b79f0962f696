// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/** Collects a body up to a limit; past it, the rest is read and dropped. */
final class BodyReader {

  private final long limit;
  private final Buffer body = Buffer.buffer();
  private boolean refused;

  BodyReader(long limit) {
    this.limit = limit;
  }

  void read(
      HttpServerRequest request, Consumer<Buffer> whole, Consumer<HttpServerRequest> tooLarge) {
    request.handler(
        chunk -> {
          if (refused) {
            return;
          }
          if (body.length() + chunk.length() > limit) {
            refused = true;
            tooLarge.accept(request);
          } else {
            body.appendBuffer(chunk);
          }
        });
    request.endHandler(
        ignored -> {
          if (!refused) {
            whole.accept(body);
          }
        });
    // A client that goes while it sends has no answer to get.
    request.exceptionHandler(ignored -> refused = true);
  }
}
