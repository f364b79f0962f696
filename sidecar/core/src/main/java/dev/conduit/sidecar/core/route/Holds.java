// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

/** Whether a condition holds. */
enum Holds {
  YES,
  NO,
  /** The text is too long to be read in full. A constraint is kept, a route is not taken. */
  UNKNOWN;

  static Holds of(boolean value) {
    return value ? YES : NO;
  }
}
