// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.block;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** What is known of one model of the block. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelStatus(
    @Required @JsonPropertyDescription("Name that callers ask for.") String servedName,
    @Nullable @JsonPropertyDescription("Longest prompt plus answer in tokens, as planned.")
        Integer maxModelLen,
    @Nullable @JsonPropertyDescription("Memory per GPU as predicted.") VramSplit predicted,
    @Nullable @JsonPropertyDescription("Memory per GPU as observed.") VramSplit observed) {}
