// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * Cost in US dollars per million input and output tokens; zero where it costs nothing or is
 * unknown.
 *
 * @param cachedInputPerMillion of input tokens that the engine had cached; absent means the price
 *     of input tokens. Left out of the JSON when absent
 */
public record Price(
    @JsonProperty(required = true) double inputPerMillion,
    @JsonProperty(required = true) double outputPerMillion,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Double> cachedInputPerMillion) {
  public static final Price UNKNOWN = new Price(0, 0);

  @JsonCreator
  public Price {
    cachedInputPerMillion =
        cachedInputPerMillion == null ? Optional.empty() : cachedInputPerMillion;
  }

  /** Without a price of its own for cached tokens. */
  public Price(double inputPerMillion, double outputPerMillion) {
    this(inputPerMillion, outputPerMillion, Optional.empty());
  }

  /** Whether tokens cost anything here, as far as anybody said. */
  public boolean costs() {
    return inputPerMillion > 0 || outputPerMillion > 0 || cachedInputPerMillion.isPresent();
  }
}
