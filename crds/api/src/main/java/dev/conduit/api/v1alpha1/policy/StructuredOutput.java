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

/** What is done about answers that must have a shape. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StructuredOutput(
    @Nullable
        @Default("false")
        @JsonPropertyDescription(
            "Whether an answer is checked against the schema that was asked for.")
        Boolean validate,
    @Nullable
        @Min(0)
        @Max(5)
        @Default("1")
        @JsonPropertyDescription("Further attempts when it does not match.")
        Integer repairAttempts,
    @Nullable
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @JsonPropertyDescription("Tier of those attempts. Default: the same.")
        String repairTier) {}
