// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A lighter tier answers first; the next one answers when that answer is not good enough. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CascadeSpec(
    @Nullable
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @JsonPropertyDescription("Tier that answers first. Default: the lightest.")
        String startTier,
    @Nullable
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @JsonPropertyDescription(
            "Tier up to which answers are escalated, even where the classifier chose a lighter one. Default: the tier that it chose.")
        String escalateTo,
    @Nullable @JsonPropertyDescription("What an answer is held against.") CascadeVerify verify,
    @Nullable
        @Default("skip")
        @JsonPropertyDescription(
            "Streamed requests: skip sends them straight to their tier; buffer holds the answer back until it is verified.")
        CascadeStreaming streaming,
    @Nullable
        @Pattern("^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$")
        @Size(max = 32)
        @Default("20s")
        @JsonPropertyDescription(
            "How long an answer that may be escalated may take, inside resilience.timeouts.total.")
        String timeout,
    @Nullable
        @Min(1024)
        @Max(16777216)
        @Default("1048576")
        @JsonPropertyDescription(
            "Bytes of an answer that are held back at most; a longer one is escalated.")
        Long maxAnswerBytes,
    @Nullable
        @Min(0)
        @Max(100)
        @Default("20")
        @JsonPropertyDescription(
            "Percent of the last ten seconds' requests that may be escalated; beyond it, requests go straight to their tier.")
        Integer budgetPercent) {}
