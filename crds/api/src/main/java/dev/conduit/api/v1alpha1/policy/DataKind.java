// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Sensitive data that is known by its form. */
public enum DataKind {
  @JsonProperty("email")
  EMAIL,
  @JsonProperty("card")
  CARD,
  @JsonProperty("iban")
  IBAN,
  @JsonProperty("phone")
  PHONE,
  @JsonProperty("apiKey")
  API_KEY,
  @JsonProperty("privateKey")
  PRIVATE_KEY,
  @JsonProperty("jwt")
  JWT
}
