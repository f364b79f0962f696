// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.text;

/** Says which part of a constraint no text can be made up for. Has no stack trace. */
public final class Unsatisfiable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  Unsatisfiable(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  /** One line for the client. */
  public String reason() {
    return reason;
  }
}
