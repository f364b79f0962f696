// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

/** What somebody found out about the answers to a request. Scores are in [0,1], 1 best. */
public sealed interface Evidence {
  /** Both tiers answered and both answers were judged. */
  record Pair(double light, double heavy) implements Evidence {}

  /** The lighter tier's answer alone was judged. */
  record Light(double score) implements Evidence {}

  /** The heavier tier's answer alone was judged. */
  record Heavy(double score) implements Evidence {}

  /**
   * Somebody said which tier should have answered.
   *
   * @param isHeavy whether it takes the heavier tier; else the lighter one does as well
   */
  record Better(boolean isHeavy) implements Evidence {}

  /**
   * The answers were compared with each other; how good either is nobody knows.
   *
   * @param gain of the heavier answer over the lighter one, in [-1,1]
   */
  record Gain(double gain) implements Evidence {}
}
