// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

/** Where an outcome comes from, and what it weighs beside a paired answer. */
public enum Source {
  PAIR("pair", 1),
  FEEDBACK("feedback", 1),
  /** The user asked the same again at once. */
  REGENERATED("regenerated", 0.3),
  /** The user broke a stream off. */
  ABORTED("aborted", 0.1),
  /** A cascade held the lighter tier's answer against a schema or its log-probabilities. */
  CASCADE("cascade", 0.5);

  private final String label;
  private final double weight;

  Source(String label, double weight) {
    this.label = label;
    this.weight = weight;
  }

  /** One word, for metrics and stores. */
  public String label() {
    return label;
  }

  double weight() {
    return weight;
  }
}
