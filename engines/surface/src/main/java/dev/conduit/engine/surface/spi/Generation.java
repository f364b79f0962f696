// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface.spi;

/** A sequence that was submitted. */
public interface Generation {

  /**
   * Frees what the sequence holds, at once: its slot, its blocks or its place in the queue. Called
   * on the event loop when the client is gone or the answer is complete; again, or after the end,
   * it does nothing. The surface ignores whatever the listener hears afterwards.
   */
  void cancel();
}
