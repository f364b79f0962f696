// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.fit;

import dev.conduit.api.v1alpha1.block.VramSplit;
import dev.conduit.contract.Bytes;

/**
 * What one device's memory is used for.
 *
 * @param weights share of the device
 * @param kvCache of the tokens below
 * @param activation activations and graphs
 * @param overhead the runtime's context and communication
 * @param margin kept free for what is not known exactly; the stated uncertainty
 * @param kvTokens that the KV cache holds
 * @param contextTokens planned longest sequence
 */
public record Breakdown(
    Bytes weights,
    Bytes kvCache,
    Bytes activation,
    Bytes overhead,
    Bytes margin,
    long kvTokens,
    int contextTokens) {

  public Bytes total() {
    return weights.plus(kvCache).plus(activation).plus(overhead).plus(margin);
  }

  /** As the status shows it; the margin is part of the overhead there. */
  public VramSplit asStatus() {
    return new VramSplit(
        weights.value(),
        kvCache.value(),
        activation.value(),
        overhead.plus(margin).value(),
        total().value(),
        kvTokens);
  }
}
