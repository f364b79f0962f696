// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.learning;

/**
 * One request that was answered, by its features: an outcome that is found out later is about it
 * and no other, whatever ids callers give.
 */
public final class Remembered {
  private final Recent.Served served;

  Remembered(Recent.Served served) {
    this.served = served;
  }

  Recent.Served served() {
    return served;
  }
}
