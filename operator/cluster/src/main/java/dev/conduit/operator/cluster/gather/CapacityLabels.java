// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.gather;

import java.util.List;
import java.util.Map;

/**
 * Reads from the labels that clouds set whether a node can be taken away at any time.
 *
 * <p>Source: the documentation of Karpenter, EKS managed node groups, GKE (spot and preemptible)
 * and AKS, November 2026. Karpenter's {@code reserved} is capacity that stays.
 */
final class CapacityLabels {
  private static final List<Map.Entry<String, String>> SPOT =
      List.of(
          Map.entry("karpenter.sh/capacity-type", "spot"),
          Map.entry("eks.amazonaws.com/capacityType", "spot"),
          Map.entry("cloud.google.com/gke-spot", "true"),
          Map.entry("cloud.google.com/gke-preemptible", "true"),
          Map.entry("kubernetes.azure.com/scalesetpriority", "spot"));

  private CapacityLabels() {}

  static boolean isSpot(Map<String, String> labels) {
    return SPOT.stream()
        .anyMatch(
            label -> label.getValue().equalsIgnoreCase(labels.getOrDefault(label.getKey(), "")));
  }
}
