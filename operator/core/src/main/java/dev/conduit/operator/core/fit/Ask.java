// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.fit;

import dev.conduit.operator.core.model.ModelShape;

/**
 * A model as it shall be served.
 *
 * @param shape of the model
 * @param contextTokens prompt plus answer of one sequence
 * @param contextFixed whether the user named it; otherwise it may be shortened to fit
 * @param concurrency sequences at once
 * @param kvElementBytes bytes of one element of the KV cache; 2 for 16 bits
 */
public record Ask(
    ModelShape shape,
    int contextTokens,
    boolean contextFixed,
    int concurrency,
    double kvElementBytes) {

  /** Bytes of KV cache that one token takes on each device. Source: vLLM's KV cache specs. */
  public long kvBytesPerToken(Parallelism split) {
    int layers = Math.ceilDiv(shape.kvLayers(), split.pipeline());
    double elements =
        shape.mlaWidth() > 0
            ? (double) layers * shape.mlaWidth()
            : 2.0 * layers * Math.max(1, shape.kvHeads() / split.tensor()) * shape.headDim();
    return Math.round(elements * kvElementBytes);
  }

  public Ask withContext(int tokens) {
    return new Ask(shape, tokens, contextFixed, concurrency, kvElementBytes);
  }
}
