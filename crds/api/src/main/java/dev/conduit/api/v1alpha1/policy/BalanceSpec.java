// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** How a target is picked among those of a tier, and an endpoint among those of a target. */
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
        Double prefixThreshold,
    @Nullable
        @Default("weighted")
        @JsonPropertyDescription(
            "Which target of a tier is tried first. weighted: drawn by weight. lowestCost: where the request is expected to cost least. lowestLatency: where the first byte is expected first, of two drawn at random.")
        TargetChoice targets) {}
