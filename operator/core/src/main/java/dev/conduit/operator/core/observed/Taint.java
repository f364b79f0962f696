// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.observed;

import java.util.List;

/**
 * A node's taint that keeps pods away.
 *
 * @param value empty when it has none
 * @param effect {@code NoSchedule} or {@code NoExecute}
 */
public record Taint(String key, String value, String effect) {
  /** Keys of taints that keep others away from GPUs; engines on GPUs tolerate them. */
  public static final List<String> GPU_KEYS =
      List.of("amd.com/gpu", "gpu.intel.com/i915", "nvidia.com/gpu");

  /** As kubectl writes it. */
  @Override
  public String toString() {
    return key + (value.isEmpty() ? "" : "=" + value) + ":" + effect;
  }
}
