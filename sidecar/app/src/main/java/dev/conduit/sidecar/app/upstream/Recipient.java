// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.upstream;

import io.vertx.core.buffer.Buffer;

/** Who an answer goes to, chunk by chunk. All calls on the request's event loop. */
public interface Recipient {
  /** The body begins; {@code length} as the engine says it, empty for one that is not known. */
  void begin(String length);

  void write(Buffer chunk);

  /** The last chunk, or all of it. */
  void end(Buffer chunk);

  /** The body is complete. */
  void end();

  boolean hasEnded();

  /** Whether no more should come for now. */
  boolean isFull();

  /** Called once when more may come. */
  void onDrain(Runnable resume);

  /** The answer cannot be completed and must not look complete. */
  void cut();
}
