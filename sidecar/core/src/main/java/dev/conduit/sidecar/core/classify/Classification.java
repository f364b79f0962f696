// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.classify;

import dev.conduit.contract.Tier;

/**
 * A classifier's answer.
 *
 * @param tier that should do
 * @param score how hard the request looks, in [0,1], 0 easiest
 * @param reason shown in {@code x-conduit-reason}; never quotes the prompt
 */
public record Classification(Tier tier, double score, String reason) {}
