// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

/** Ends the reading of a request with an answer; has no stack trace. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient WireError error;

  Refusal(WireError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  WireError error() {
    return error;
  }
}
