// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.common;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** What tokens of a model cost, for accounting and cost-aware routing. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelPrice(
    @Nullable @Min(0) @JsonPropertyDescription("US dollars per million prompt tokens.")
        Double inputPerMillion,
    @Nullable @Min(0) @JsonPropertyDescription("US dollars per million generated tokens.")
        Double outputPerMillion,
    @Nullable
        @Min(0)
        @JsonPropertyDescription(
            "US dollars per million prompt tokens that the upstream had cached. Default: the price of prompt tokens.")
        Double cachedInputPerMillion) {}
