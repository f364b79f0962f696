// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface.spi;

/** Why an engine ended a sequence. */
public enum FinishReason {
  /** The model said that it is done, or the constraint is fulfilled. */
  STOP("stop"),
  /** {@code maxTokens} are out, or the context is full. */
  LENGTH("length"),
  /** Cancelled. */
  ABORT("abort");

  private final String wire;

  FinishReason(String wire) {
    this.wire = wire;
  }

  /** The name in answers and metric labels. */
  public String wire() {
    return wire;
  }
}
