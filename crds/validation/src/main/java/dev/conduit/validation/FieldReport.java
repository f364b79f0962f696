// SPDX-License-Identifier: Apache-2.0
package dev.conduit.validation;

/** Where checks put what they find. */
@FunctionalInterface
interface FieldReport {
  /** One finding: the field's path and the message, in the API server's words where it has some. */
  void problem(String path, String message);
}
