// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.observed;

import java.util.List;
import java.util.Map;

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

  /**
   * Taints that GKE's and AKS's spot nodes have; engines on spot nodes tolerate them. Source: the
   * providers' documentation of spot node pools, November 2026. EKS and Karpenter set none.
   */
  public static final Map<String, String> SPOT =
      Map.of("cloud.google.com/gke-spot", "true", "kubernetes.azure.com/scalesetpriority", "spot");

  /** Whether it only says that its node is a spot node. */
  public boolean isSpot() {
    return value.equals(SPOT.get(key));
  }

  /** As kubectl writes it. */
  @Override
  public String toString() {
    return key + (value.isEmpty() ? "" : "=" + value) + ":" + effect;
  }
}
