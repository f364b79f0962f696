// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A share of requests that is sent to a target a second time; the answer is thrown away. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Shadow(
    @Required
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @JsonPropertyDescription("Name of the shadow, a metric label.")
        String name,
    @Nullable
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @JsonPropertyDescription("Tier whose requests are copied. Default: every tier.")
        String tier,
    @Required
        @Size(min = 1, max = 384)
        @Pattern("^[^/\\s]+/[^\\s]+$")
        @JsonPropertyDescription("Target that gets the copy, as block/model.")
        String target,
    @Required @Min(0) @Max(100) @JsonPropertyDescription("Percent of requests.") Double percent) {}
