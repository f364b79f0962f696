// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.block;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A taint that the block's pods tolerate; fields as in a pod. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Toleration(
    @Nullable
        @Size(max = 317)
        @JsonPropertyDescription("Key of the taint. Empty with operator Exists: every taint.")
        String key,
    @Nullable
        @Pattern("^(Equal|Exists)$")
        @Default("Equal")
        @JsonPropertyDescription("How key and value are compared.")
        String operator,
    @Nullable @Size(max = 63) @JsonPropertyDescription("Value of the taint, for operator Equal.")
        String value,
    @Nullable
        @Pattern("^(NoSchedule|PreferNoSchedule|NoExecute)$")
        @JsonPropertyDescription("Effect of the taint. Default: every effect.")
        String effect,
    @Nullable
        @Min(0)
        @JsonPropertyDescription("Seconds that a NoExecute taint is tolerated. Default: for ever.")
        Long tolerationSeconds) {}
