// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance;

import java.util.List;

/** How one case ended. */
public sealed interface Outcome {

  /** Name of the case. */
  String name();

  /** All is as recorded. */
  record Passed(String name) implements Outcome {}

  /** Something differs; one sentence each. */
  record Failed(String name, List<String> differences) implements Outcome {
    public Failed {
      differences = List.copyOf(differences);
    }
  }

  /** Differs, as the caller had said with this reason. */
  record Unsupported(String name, String reason) implements Outcome {}

  /** Was not asked, for this reason. */
  record Skipped(String name, String reason) implements Outcome {}
}
