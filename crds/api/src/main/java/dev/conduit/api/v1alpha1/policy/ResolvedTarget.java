// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** A target as it was resolved. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ResolvedTarget(
    @Required @JsonPropertyDescription("Target as block/model.") String id,
    @Required @JsonPropertyDescription("Its tier.") String tier,
    @Nullable @JsonPropertyDescription("Ready endpoints.") Integer readyEndpoints,
    @Nullable @JsonPropertyDescription("Why it cannot be used.") String message) {}
