// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.block;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** How the simulated engine behaves, where it shall differ from what its GPU would do. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SimulatorKnobs(
    @Nullable
        @Pattern("^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$")
        @Size(max = 32)
        @JsonPropertyDescription(
            "Time from start to ready. Default: weights over the simulated disk's bandwidth.")
        String loadTime,
    @Nullable
        @Min(1)
        @Max(2147483647)
        @JsonPropertyDescription("Prompt tokens per second of one replica.")
        Integer prefillTokensPerSecond,
    @Nullable
        @Min(1)
        @Max(2147483647)
        @JsonPropertyDescription("Generated tokens per second of one sequence that runs alone.")
        Integer decodeTokensPerSecond,
    @Nullable @JsonPropertyDescription("Seed of the generated text. Default: 0.") Long seed) {}
