// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** Sensitive data that is known by its form, and where there is one, by its checksum. */
public enum DataKind {
  /** An address with a domain. */
  @JsonProperty("email")
  EMAIL("email"),
  /** A payment card's number: 13 to 19 digits, by Luhn. Source: ISO/IEC 7812-1. */
  @JsonProperty("card")
  CARD("card"),
  /** A bank account: length by country, modulo 97. Source: ISO 13616. */
  @JsonProperty("iban")
  IBAN("iban"),
  /** A telephone number with a plus sign. Part of no class unless a policy says so. */
  @JsonProperty("phone")
  PHONE("phone"),
  /** A key of a well-known service, by its prefix and length. */
  @JsonProperty("apiKey")
  API_KEY("apiKey"),
  /** The head of a private key in PEM. */
  @JsonProperty("privateKey")
  PRIVATE_KEY("privateKey"),
  /** A signed token. Source: RFC 7519. */
  @JsonProperty("jwt")
  JWT("jwt");

  /** The classes that there are without a policy's doing. */
  public static final List<DataClass> CLASSES =
      List.of(
          new DataClass("pii", List.of(EMAIL, CARD, IBAN), List.of()),
          new DataClass("secret", List.of(API_KEY, PRIVATE_KEY, JWT), List.of()));

  private final String label;

  DataKind(String label) {
    this.label = label;
  }

  /** As policies write it. */
  public String label() {
    return label;
  }
}
