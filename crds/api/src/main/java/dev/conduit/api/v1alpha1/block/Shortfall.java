// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.block;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** Why a node or GPU cannot take a replica. Bytes per GPU. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Shortfall(
    @Required @JsonPropertyDescription("Node that was looked at.") String node,
    @Nullable @JsonPropertyDescription("GPU type of the node.") String gpu,
    @Nullable
        @JsonPropertyDescription("Bytes that the engine could have of the GPU with the most room.")
        Long free,
    @Nullable @JsonPropertyDescription("Bytes needed per GPU.") Long needed,
    @Nullable @JsonPropertyDescription("Bytes missing.") Long shortfall,
    @Nullable @JsonPropertyDescription("The reason in words.") String message) {}
