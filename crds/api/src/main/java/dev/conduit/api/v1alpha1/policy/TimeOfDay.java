// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A span of the day, past midnight where it ends before it starts. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TimeOfDay(
    @Required
        @Pattern("^([01][0-9]|2[0-3]):[0-5][0-9]$")
        @JsonPropertyDescription("First minute, as HH:MM.")
        String from,
    @Required
        @Pattern("^([01][0-9]|2[0-3]):[0-5][0-9]$")
        @JsonPropertyDescription("First minute after it, as HH:MM.")
        String to,
    @Nullable
        @Size(min = 1, max = 64)
        @Default("UTC")
        @JsonPropertyDescription("Time zone, such as Europe/Berlin.")
        String zone) {}
