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

/** When an endpoint that keeps failing is left alone. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CircuitBreakerSpec(
    @Nullable
        @Min(1)
        @Max(1000)
        @Default("5")
        @JsonPropertyDescription("Failures in a row that open the circuit.")
        Integer failures,
    @Nullable
        @Pattern("^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$")
        @Size(max = 32)
        @Default("10s")
        @JsonPropertyDescription("Time until one request tries again.")
        String openFor,
    @Nullable
        @Min(0)
        @Max(100)
        @Default("50")
        @JsonPropertyDescription("Most percent of a target's endpoints that may be open at once.")
        Integer maxOpenPercent) {}
