// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.admit;

import dev.conduit.sidecar.core.failure.Failure;
import java.util.Optional;

/** Lets a request in, or says why not. */
public final class Admission {
  private final int maxInFlight;

  /**
   * @param maxInFlight requests at a time, at least 1
   */
  public Admission(int maxInFlight) {
    if (maxInFlight < 1) {
      throw new IllegalArgumentException("max-in-flight must be at least 1: " + maxInFlight);
    }
    this.maxInFlight = maxInFlight;
  }

  /**
   * The objection, if any.
   *
   * @param isDraining whether a shutdown is under way
   * @param inFlight requests that were let in and are not finished
   */
  public Optional<Failure> objection(boolean isDraining, int inFlight) {
    if (isDraining) {
      return Optional.of(new Failure.Draining());
    }
    return inFlight >= maxInFlight
        ? Optional.of(new Failure.Overloaded(maxInFlight))
        : Optional.empty();
  }
}
