// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.block;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/**
 * What the fit needs to know of a model that Conduit does not know; declared facts win over known
 * ones.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelFacts(
    @Nullable @Min(0) @JsonPropertyDescription("Bytes of all weights as they are loaded.")
        Long weightBytes,
    @Nullable
        @Min(1)
        @Max(1024)
        @JsonPropertyDescription("Number of transformer layers that keep a KV cache.")
        Integer layers,
    @Nullable @Min(1) @Max(1024) @JsonPropertyDescription("Attention heads.")
        Integer attentionHeads,
    @Nullable @Min(1) @Max(1024) @JsonPropertyDescription("Key-value heads.") Integer kvHeads,
    @Nullable @Min(1) @Max(4096) @JsonPropertyDescription("Size of one attention head.")
        Integer headDim,
    @Nullable
        @Min(1)
        @Max(2147483647)
        @JsonPropertyDescription("Longest context that the model was made for, in tokens.")
        Integer contextTokens) {}
