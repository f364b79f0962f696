// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.block;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The inference engine that serves a block's models. */
public enum EngineKind {
  @JsonProperty("vllm")
  VLLM,
  @JsonProperty("sglang")
  SGLANG,
  @JsonProperty("llamacpp")
  LLAMACPP,
  @JsonProperty("tgi")
  TGI,
  @JsonProperty("embedded")
  EMBEDDED,
  @JsonProperty("simulator")
  SIMULATOR,
  @JsonProperty("custom")
  CUSTOM,
  @JsonProperty("external")
  EXTERNAL;

  /** The name on the wire. */
  public String wireName() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
