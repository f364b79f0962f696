// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import dev.conduit.engine.surface.spi.Failure;

/** Ends an answer that cannot be finished. */
final class Failures {

  private Failures() {}

  /** Of an answer that has not begun. */
  static void answer(Exchange exchange, Failure failure) {
    if (failure instanceof Failure.Reset) {
      exchange.reset();
    } else {
      exchange.error(WireError.of(failure));
    }
  }

  /** Of a stream that has begun: an error event, as vLLM sends, then the end. */
  static void stream(Exchange exchange, Sse sse, Failure failure) {
    if (failure instanceof Failure.Reset) {
      exchange.reset();
      return;
    }
    sse.event(Json.write(WireError.of(failure).body()));
    sse.done();
  }
}
