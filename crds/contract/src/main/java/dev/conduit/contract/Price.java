// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Cost in US dollars per million input and output tokens; zero where it costs nothing or is
 * unknown.
 */
public record Price(
    @JsonProperty(required = true) double inputPerMillion,
    @JsonProperty(required = true) double outputPerMillion) {
  public static final Price UNKNOWN = new Price(0, 0);
}
