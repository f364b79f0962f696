// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

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
  MULTIMODAL;

  /** As policies write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
