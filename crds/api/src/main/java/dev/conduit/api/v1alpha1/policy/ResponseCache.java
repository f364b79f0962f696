// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Answers that are kept and given again. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ResponseCache(
    @Nullable
        @Pattern("^(off|exact|semantic)$")
        @Default("off")
        @JsonPropertyDescription("off; exact: the same request; semantic: one that means the same.")
        String mode,
    @Nullable
        @Pattern("^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$")
        @Size(max = 32)
        @Default("1h")
        @JsonPropertyDescription("How long an answer is kept.")
        String ttl,
    @Nullable @Min(0) @Max(1) @JsonPropertyDescription("Least similarity for a semantic hit.")
        Double minSimilarity,
    @Nullable
        @Pattern("^(tenant|policy)$")
        @Default("tenant")
        @JsonPropertyDescription("Who shares answers.")
        String scope) {}
