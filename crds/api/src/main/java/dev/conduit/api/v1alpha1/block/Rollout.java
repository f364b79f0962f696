// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.block;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** How an edit replaces running replicas. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Rollout(
    @Nullable
        @Default("auto")
        @JsonPropertyDescription(
            "surge: new before old; recreate: old before new; auto: surge where memory has room for both.")
        RolloutStrategy strategy,
    @Nullable
        @Pattern("^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$")
        @Size(max = 32)
        @Default("5m")
        @JsonPropertyDescription(
            "Longest time that a replica may take to finish its requests before it is stopped.")
        String drainTimeout) {}
