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
 * @param own what the model by itself makes of the text: the score without what rules add, and also
 *     where the tier does not rest on it
 */
public record Classification(Tier tier, double score, String reason, Basis basis, double own) {
  /** What a tier may rest on. */
  public enum Basis {
    /** The length of the prompt; the score is no probability. */
    LENGTH,
    /** The score. */
    SCORE,
    /** The prompt is unlike everything learned: the policy's safe tier, or what its cues say. */
    UNFAMILIAR;

    /** Whether a model scored the prompt. */
    public boolean isScored() {
      return this != LENGTH;
    }
  }

  /** By its score. */
  public Classification(Tier tier, double score, String reason) {
    this(tier, score, reason, Basis.SCORE, score);
  }
}
