// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint;

import java.io.IOException;
import java.io.Serial;

/** A file of weights that is missing, cut off or not what its name says; names the file. */
public final class UnreadableWeights extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final String reason;

  UnreadableWeights(String file, String why) {
    super(file + ": " + why);
    this.reason = file + ": " + why;
  }

  /** The message; never absent. */
  public String reason() {
    return reason;
  }
}
