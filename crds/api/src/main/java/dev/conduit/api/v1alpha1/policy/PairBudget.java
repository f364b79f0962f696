// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** What calls in the background may take, of each sidecar. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PairBudget(
    @Nullable
        @Min(1)
        @Max(1000000)
        @Default("100")
        @JsonPropertyDescription("Requests in an hour that are paired.")
        Long requestsPerHour,
    @Nullable
        @Min(1)
        @Max(1000000000)
        @Default("200000")
        @JsonPropertyDescription(
            "Tokens in an hour after which no pair begins; what is under way may go beyond.")
        Long tokensPerHour,
    @Nullable @Min(1) @Max(64) @Default("2") @JsonPropertyDescription("Pairs at a time.")
        Integer maxConcurrent) {}
