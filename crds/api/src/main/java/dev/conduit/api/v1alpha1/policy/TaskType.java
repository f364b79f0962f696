// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a request asks for. */
public enum TaskType {
  @JsonProperty("chat")
  CHAT,
  @JsonProperty("qa")
  QA,
  @JsonProperty("code")
  CODE,
  @JsonProperty("math")
  MATH,
  @JsonProperty("extraction")
  EXTRACTION,
  @JsonProperty("summary")
  SUMMARY,
  @JsonProperty("translation")
  TRANSLATION,
  @JsonProperty("creative")
  CREATIVE,
  @JsonProperty("tools")
  TOOLS,
  @JsonProperty("multimodal")
  MULTIMODAL
}
