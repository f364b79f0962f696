// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What an answer is held against. One that is cut off, refused or empty is never good enough. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.schema) || self.schema || !has(self.toolCalls) || self.toolCalls || has(self.minMeanLogprob) || has(self.minLogprob)",
    message =
        "nothing is left to verify by; set schema, toolCalls, minMeanLogprob or minLogprob, or remove cascade")
public record CascadeVerify(
    @Nullable
        @Default("true")
        @JsonPropertyDescription(
            "Whether an answer must have the form that response_format asks for.")
        Boolean schema,
    @Nullable
        @Default("true")
        @JsonPropertyDescription(
            "Whether calls must name tools that are offered, with arguments of their parameters.")
        Boolean toolCalls,
    @Nullable
        @Max(0)
        @JsonPropertyDescription(
            "Least mean log-probability of the tokens of an answer, such as -0.5. Default: not looked at.")
        Double minMeanLogprob,
    @Nullable
        @Max(0)
        @JsonPropertyDescription(
            "Least log-probability of any token of an answer, such as -5. Default: not looked at.")
        Double minLogprob) {}
