// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.block;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** How the memory of one GPU of one replica is used. Bytes. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VramSplit(
    @Nullable @JsonPropertyDescription("Bytes of weights.") Long weights,
    @Nullable @JsonPropertyDescription("Bytes of KV cache.") Long kvCache,
    @Nullable @JsonPropertyDescription("Bytes of activations and graphs.") Long activation,
    @Nullable @JsonPropertyDescription("Bytes of the runtime: context, communication, margin.")
        Long overhead,
    @Nullable @JsonPropertyDescription("Bytes in all.") Long total,
    @Nullable @JsonPropertyDescription("Tokens that the KV cache holds.") Long kvTokens) {}
