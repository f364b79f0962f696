// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.block;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether and how replicas share a GPU. */
public enum Sharing {
  @JsonProperty("exclusive")
  EXCLUSIVE,
  @JsonProperty("packed")
  PACKED,
  @JsonProperty("mig")
  MIG,
  @JsonProperty("dra")
  DRA
}
