// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.observed;

import dev.conduit.contract.Bytes;

/**
 * Something with memory that engines run on.
 *
 * @param id unique on its node: a GPU's index or UUID, {@code cpu} for the processors
 * @param product a GPU's type as its driver or node label says it, such as {@code NVIDIA H100 80GB
 *     HBM3} or {@code H100-80GB}; {@link #UNNAMED} where nothing names it; {@code cpu} for the
 *     processors
 * @param total bytes as CUDA sees them (less than NVML or marketing say); for a CPU, the main
 *     memory
 * @param usedByOthers bytes taken by what is not an engine of ours; zero when unknown
 */
public record Device(String id, DeviceKind kind, String product, Bytes total, Bytes usedByOthers) {
  /** The product of a GPU that no label, driver or probe names; its size is not known either. */
  public static final String UNNAMED = "unknown";
}
