// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.block;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Hints for sizing and balancing; no guarantee. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Slo(
    @Nullable
        @Pattern("^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$")
        @Size(max = 32)
        @JsonPropertyDescription("Time to the first token, such as 500ms.")
        String ttft,
    @Nullable
        @Pattern("^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$")
        @Size(max = 32)
        @JsonPropertyDescription("Time per further token, such as 40ms.")
        String tpot) {}
