// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** What to do when the chosen tier cannot answer. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Degradation(
    @Nullable
        @Default("false")
        @JsonPropertyDescription(
            "Whether a lighter tier may answer instead, said in x-conduit-reason.")
        Boolean lighterTier,
    @Nullable
        @Default("false")
        @JsonPropertyDescription("Whether a heavier tier may answer instead.")
        Boolean heavierTier,
    @Nullable
        @Min(0)
        @Max(2147483647)
        @JsonPropertyDescription("Most tokens of an answer while degraded.")
        Integer maxTokens) {}
