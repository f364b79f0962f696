// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.block;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A hosted API that an external block stands for. */
public enum Vendor {
  @JsonProperty("openai")
  OPENAI,
  @JsonProperty("azureOpenai")
  AZURE_OPENAI,
  @JsonProperty("anthropic")
  ANTHROPIC,
  @JsonProperty("gemini")
  GEMINI,
  @JsonProperty("openaiCompatible")
  OPENAI_COMPATIBLE
}
