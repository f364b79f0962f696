// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import java.util.Optional;

/**
 * What the Secret of a block holds. Its text form does not say.
 *
 * @param text empty when there is none at hand
 */
record Credential(Optional<String> text) {
  boolean isThere() {
    return text.isPresent();
  }

  @Override
  public String toString() {
    return "a credential";
  }
}
