// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance.check;

import java.util.Objects;

/**
 * The server under test, as far as answers depend on it.
 *
 * @param model served name that cases ask for
 * @param maxModelLen its context in tokens
 * @param via how it is reached
 */
public record Subject(String model, int maxModelLen, Via via) {
  public Subject {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(via, "via");
  }

  /** What is between the suite and the engine. */
  public enum Via {
    /** Nothing. */
    DIRECT,
    /** A Conduit sidecar, which adds headers and answers some requests itself. */
    SIDECAR
  }
}
