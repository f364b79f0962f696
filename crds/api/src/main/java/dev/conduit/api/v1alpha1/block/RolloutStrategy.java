// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.block;

import com.fasterxml.jackson.annotation.JsonProperty;

/** In which order old and new replicas are exchanged. */
public enum RolloutStrategy {
  @JsonProperty("auto")
  AUTO,
  @JsonProperty("surge")
  SURGE,
  @JsonProperty("recreate")
  RECREATE
}
