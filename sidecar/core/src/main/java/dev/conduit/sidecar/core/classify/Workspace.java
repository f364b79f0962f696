// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.classify;

import dev.conduit.sidecar.core.signal.TextReading;

/**
 * Room that one thread judges requests in, again and again, so that a decision allocates next to
 * nothing. Some 90 KB.
 *
 * @param reading of the text
 * @param dense features of the text
 */
@SuppressWarnings("ArrayRecordComponent") // Big and read in hot loops; nobody writes to them.
public record Workspace(TextReading reading, double[] dense) {
  public Workspace() {
    this(new TextReading(), new double[DenseFeatures.COUNT]);
  }
}
