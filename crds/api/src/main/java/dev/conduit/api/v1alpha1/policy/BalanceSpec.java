// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** How an endpoint is picked among the ready ones of a target. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BalanceSpec(
    @Nullable
        @Default("roundRobin")
        @JsonPropertyDescription(
            "roundRobin, leastRequests, powerOfTwoChoices, or prefixAffinity: where the prompt's prefix is cached.")
        BalanceAlgorithm algorithm,
    @Nullable
        @Min(0)
        @Max(1)
        @JsonPropertyDescription(
            "Share of a prompt that must be cached before prefixAffinity prefers an endpoint.")
        Double prefixThreshold) {}
