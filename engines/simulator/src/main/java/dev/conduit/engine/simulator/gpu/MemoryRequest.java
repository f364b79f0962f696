// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.gpu;

import java.util.OptionalLong;

/**
 * What an engine wants of each of its GPUs; names are vLLM's.
 *
 * @param gpuMemoryUtilization share of the total that weights, overhead and KV cache may take
 * @param kvCacheMemoryBytes KV cache of this size, whatever profiling says
 * @param weightsBytes of one GPU
 * @param kvBytesPerToken of one GPU
 * @param overheadBytes of one GPU: activations at their peak, CUDA graphs, buffers
 * @param blockSize tokens in a block
 * @param maxModelLen the longest sequence, which must fit the cache
 */
public record MemoryRequest(
    double gpuMemoryUtilization,
    OptionalLong kvCacheMemoryBytes,
    long weightsBytes,
    long kvBytesPerToken,
    long overheadBytes,
    int blockSize,
    int maxModelLen) {

  public MemoryRequest {
    if (!(gpuMemoryUtilization > 0) || gpuMemoryUtilization > 1) {
      throw new IllegalArgumentException(
          "gpuMemoryUtilization must be in (0,1], was " + gpuMemoryUtilization);
    }
  }
}
