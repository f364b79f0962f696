// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.block;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How the number of replicas follows the load. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.min <= self.max",
    message = "min must not be above max",
    fieldPath = ".min")
public record Scaling(
    @Required
        @Min(0)
        @Max(1000)
        @JsonPropertyDescription("Fewest replicas; 0 lets the block sleep when idle.")
        Integer min,
    @Required @Min(1) @Max(1000) @JsonPropertyDescription("Most replicas.") Integer max,
    @Nullable
        @Pattern("^(concurrency|queueDepth|kvCacheUsage|tokensPerSecond)$")
        @Default("concurrency")
        @JsonPropertyDescription("What is measured per replica.")
        String metric,
    @Nullable
        @Min(0)
        @JsonPropertyDescription(
            "Value of the metric that one replica shall have. Default: 80 % of what it can bear.")
        Double target,
    @Nullable
        @Pattern("^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$")
        @Size(max = 32)
        @JsonPropertyDescription("Idle time after which replicas go. Default: 5m.")
        String scaleDownDelay) {}
