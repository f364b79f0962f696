// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A second attempt while the first is slow; whichever answers first is taken. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HedgeSpec(
    @Required
        @Pattern("^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$")
        @Size(max = 32)
        @JsonPropertyDescription(
            "Silence before the first byte after which a second attempt starts.")
        String after,
    @Nullable
        @Min(0)
        @Max(100)
        @Default("5")
        @JsonPropertyDescription("Percent of requests that may be hedged.")
        Integer budgetPercent) {}
