// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.block;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** How the data plane groups small requests for one model before it sends them. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Batch(
    @Nullable @Min(1) @Max(2048) @JsonPropertyDescription("Most requests in one batch.")
        Integer maxSize,
    @Nullable
        @Pattern("^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$")
        @Size(max = 32)
        @JsonPropertyDescription("Longest time that a request waits for others, such as 5ms.")
        String timeout) {}
