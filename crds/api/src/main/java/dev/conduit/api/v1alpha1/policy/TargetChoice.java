// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which target of a tier is tried first. */
public enum TargetChoice {
  @JsonProperty("weighted")
  WEIGHTED,
  @JsonProperty("lowestCost")
  LOWEST_COST,
  @JsonProperty("lowestLatency")
  LOWEST_LATENCY
}
