// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

/** What came of learning. */
public sealed interface Lesson {
  /** Too little is known to learn from; {@code why} is for people. */
  record TooEarly(String why) implements Lesson {}

  /** The model in use stays: the one learned is not better. */
  record Kept(Comparison comparison) implements Lesson {}

  /**
   * The one learned is better.
   *
   * @param standing of the new model, for the next time
   */
  record Better(Standing standing, Comparison comparison) implements Lesson {}
}
