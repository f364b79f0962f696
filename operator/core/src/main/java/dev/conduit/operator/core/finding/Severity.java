// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.finding;

/** How much a finding matters. */
public enum Severity {
  /** The object, or a part of it, is not served as written. */
  ERROR,
  /** It is served, but something written has no effect or was guessed. */
  WARNING,
  /** Worth knowing. */
  INFO
}
