// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import dev.conduit.engine.surface.spi.EngineException;

/** Turns what a future failed with into an answer. */
final class Errors {

  private Errors() {}

  static WireError of(Throwable cause) {
    return switch (cause) {
      case EngineException engine -> WireError.of(engine.failure());
      case Refusal refusal -> refusal.error();
      default -> WireError.internal("the engine failed unexpectedly (" + cause + "): see its log");
    };
  }
}
