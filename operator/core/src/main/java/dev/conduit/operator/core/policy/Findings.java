// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.policy;

import dev.conduit.operator.core.finding.Finding;
import dev.conduit.operator.core.finding.Reason;
import dev.conduit.operator.core.finding.Severity;
import dev.conduit.operator.core.observed.ObjectRef;
import java.util.ArrayList;
import java.util.List;

/** Collects what there is to say about one policy. Confined to one compilation. */
final class Findings {
  private final ObjectRef policy;
  private final List<Finding> findings = new ArrayList<>();
  private final List<String> fatalFields = new ArrayList<>();

  Findings(ObjectRef policy) {
    this.policy = policy;
  }

  /** A part of the policy is left out. */
  void partRefused(Reason reason, String field, String message) {
    findings.add(new Finding.Refused(policy, reason, field, field + ": " + message));
  }

  /** The whole policy is refused: to serve without this part would do what nobody wants. */
  void refused(Reason reason, String field, String message) {
    fatalFields.add(field);
    partRefused(reason, field, message);
  }

  void notEnforced(String field, String message) {
    findings.add(
        new Finding.NotEnforced(
            policy, field, field + " is accepted and has no effect in this version: " + message));
  }

  void warned(Reason reason, String message) {
    findings.add(new Finding.Noted(policy, reason, Severity.WARNING, message));
  }

  boolean isFatal() {
    return !fatalFields.isEmpty();
  }

  List<Finding> list() {
    return List.copyOf(findings);
  }
}
