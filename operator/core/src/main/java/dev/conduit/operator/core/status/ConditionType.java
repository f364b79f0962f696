// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.status;

/** The kinds of conditions that resources carry. Public API. */
enum ConditionType {
  /** The spec can be served as written. */
  ACCEPTED("Accepted"),
  /** Every replica has a place. */
  FITS("Fits"),
  /** Every replica was started at the current revision. */
  PROVISIONED("Provisioned"),
  /** Every target of a policy was found. */
  RESOLVED("Resolved"),
  /** It answers as the spec says. */
  READY("Ready"),
  /** Work goes on (kstatus). */
  RECONCILING("Reconciling"),
  /** Nothing will change until a person does something (kstatus). */
  STALLED("Stalled");

  private final String wireName;

  ConditionType(String wireName) {
    this.wireName = wireName;
  }

  String wireName() {
    return wireName;
  }
}
