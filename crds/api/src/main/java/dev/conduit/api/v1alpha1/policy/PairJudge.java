// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who says which of two answers is better. */
public enum PairJudge {
  @JsonProperty("exact")
  EXACT,
  @JsonProperty("schema")
  SCHEMA,
  @JsonProperty("hook")
  HOOK,
  @JsonProperty("model")
  MODEL
}
