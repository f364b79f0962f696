// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import dev.conduit.contract.TargetId;
import dev.conduit.contract.Tier;

/**
 * Who answered before.
 *
 * @param target that did
 * @param tier it belonged to
 * @param isGuess whether it may be another conversation's, which had the same last words
 */
public record Stay(TargetId target, Tier tier, boolean isGuess) {
  /** Of this conversation, for sure. */
  public Stay(TargetId target, Tier tier) {
    this(target, tier, false);
  }

  Stay guessed() {
    return new Stay(target, tier, true);
  }
}
