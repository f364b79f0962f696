// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.gpu;

/**
 * A GPU's memory as an engine sees it at one moment.
 *
 * @param totalBytes as CUDA reports it
 * @param othersBytes held by other processes
 */
public record DeviceMemory(long totalBytes, long othersBytes) {

  /** What is left when this engine holds nothing. */
  public long freeBytes() {
    return Math.max(0, totalBytes - othersBytes);
  }
}
