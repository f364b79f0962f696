// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface.spi;

import java.util.Objects;

/** Carries a {@link Failure} through a future. Has no stack trace: it is an answer, not a bug. */
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  public EngineException(Failure failure) {
    super(Objects.requireNonNull(failure, "failure").message(), null, false, false);
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }
}
