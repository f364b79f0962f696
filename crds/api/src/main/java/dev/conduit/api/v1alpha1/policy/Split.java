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

/** A share of a tier's requests that goes to one target: A/B test or canary. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Split(
    @Required
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @JsonPropertyDescription("Name of the experiment, a metric label.")
        String name,
    @Required
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @JsonPropertyDescription("Tier whose requests are split.")
        String tier,
    @Required
        @Size(min = 1, max = 384)
        @Pattern("^[^/\\s]+/[^\\s]+$")
        @JsonPropertyDescription("Target that gets the share, as block/model.")
        String target,
    @Required @Min(0) @Max(100) @JsonPropertyDescription("Percent of the tier's requests.")
        Double percent,
    @Nullable
        @Pattern("^(request|session|tenant)$")
        @Default("session")
        @JsonPropertyDescription("What stays together on one side.")
        String by) {}
