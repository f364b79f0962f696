// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.fit;

import dev.conduit.api.v1alpha1.block.VramSplit;
import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.knowledge.ServedModel;

/**
 * What one device's memory is used for. The fullest of a replica's devices.
 *
 * @param weights share of the device, with the engine's own copies
 * @param kvCache of the tokens below
 * @param activation at the peak
 * @param graphs recorded ones, where the engine counts them
 * @param runtime context, communication and states outside of the KV cache
 * @param margin by which all of these may be off together: the stated uncertainty, kept free
 * @param kvTokens that the KV cache holds
 * @param contextTokens planned longest sequence
 * @param origin where the figure of the weights is from
 */
public record Breakdown(
    Bytes weights,
    Bytes kvCache,
    Bytes activation,
    Bytes graphs,
    Bytes runtime,
    Bytes margin,
    long kvTokens,
    int contextTokens,
    ServedModel.Origin origin) {

  /** All parts; what the device is charged where the engine takes no whole share of it. */
  public Bytes total() {
    return weights.plus(kvCache).plus(activation).plus(graphs).plus(runtime).plus(margin);
  }

  /** As the status shows it. */
  public VramSplit asStatus() {
    return new VramSplit(
        weights.value(),
        kvCache.value(),
        activation.plus(graphs).value(),
        runtime.plus(margin).value(),
        total().value(),
        kvTokens);
  }
}
