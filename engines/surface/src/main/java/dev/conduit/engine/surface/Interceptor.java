// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import io.vertx.core.http.HttpServerRequest;

/**
 * Sees every request before it is routed, its body still unread, and may take it over: answer it,
 * hold it for ever, or reset its connection. For injected faults. Faults inside an answer (a stall,
 * slow chunks, a reset after n tokens) belong in the engine, which simply does not call its
 * listener or fails with {@code Failure.Reset}.
 */
@FunctionalInterface
public interface Interceptor {

  /** Takes nothing over. */
  Interceptor NONE = request -> false;

  /** Whether the request was taken over; the surface then never touches it again. */
  boolean takesOver(HttpServerRequest request);
}
