// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a cascade does with streamed requests. */
public enum CascadeStreaming {
  @JsonProperty("skip")
  SKIP,
  @JsonProperty("buffer")
  BUFFER
}
