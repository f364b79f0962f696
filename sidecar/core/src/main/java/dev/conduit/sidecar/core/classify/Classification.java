// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.classify;

import dev.conduit.contract.Tier;

/**
 * A classifier's answer.
 *
 * @param tier that should do
 * @param score how hard the request looks, in [0,1], 0 easiest
 * @param reason shown in {@code x-conduit-reason}; never quotes the prompt
 * @param basis what the tier rests on
 */
public record Classification(Tier tier, double score, String reason, Basis basis) {
  /** What a tier may rest on. */
  public enum Basis {
    /** The length of the prompt; the score is no probability. */
    LENGTH,
    /** The score. */
    SCORE,
    /** The policy's safe tier: the prompt is unlike everything learned. */
    UNFAMILIAR;

    /** Whether a model scored the prompt. */
    public boolean isScored() {
      return this != LENGTH;
    }
  }

  /** By its score. */
  public Classification(Tier tier, double score, String reason) {
    this(tier, score, reason, Basis.SCORE);
  }
}
