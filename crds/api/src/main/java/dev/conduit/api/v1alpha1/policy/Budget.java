// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Money that a tenant may spend. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Budget(
    @Required
        @Size(min = 1, max = 128)
        @JsonPropertyDescription("Tenant, or * for each tenant without a budget of its own.")
        String tenant,
    @Required @Min(0) @JsonPropertyDescription("US dollars per period.") Double amount,
    @Required
        @Pattern("^(hour|day|week|month)$")
        @JsonPropertyDescription("Period: hour, day, week or month.")
        String period,
    @Nullable
        @Pattern("^(refuse|degrade|report)$")
        @Default("refuse")
        @JsonPropertyDescription(
            "What happens when it is spent: refuse, degrade to the lightest tier, or only report.")
        String onExceeded) {}
