// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

/** Where an outcome comes from, and what it weighs beside a paired answer. */
public enum Source {
  /** Both tiers answered; somebody who knows what is right judged both. */
  PAIR("pair", 1),
  FEEDBACK("feedback", 1),
  /** The user asked the same again at once. */
  REGENERATED("regenerated", 0.3),
  /** The user broke a stream off. */
  ABORTED("aborted", 0.1),
  /** A cascade held the lighter tier's answer against a schema or its log-probabilities. */
  CASCADE("cascade", 0.5),
  /** Both tiers answered; the answers were compared with each other, as texts. */
  PAIR_EXACT("pair_exact", 0.5),
  /** Both tiers answered; the answers were held against the form that was asked for. */
  PAIR_SCHEMA("pair_schema", 0.5),
  /** Both tiers answered; a model preferred one of them, whichever came first. */
  PAIR_MODEL("pair_model", 0.7);

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
