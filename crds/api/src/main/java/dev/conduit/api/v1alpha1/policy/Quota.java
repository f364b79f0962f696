// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Requests and tokens that a tenant may use. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.requestsPerMinute) || has(self.tokensPerMinute) || has(self.maxConcurrent)",
    message = "set at least one of requestsPerMinute, tokensPerMinute and maxConcurrent")
public record Quota(
    @Required
        @Size(min = 1, max = 128)
        @JsonPropertyDescription("Tenant, or * for each tenant without a quota of its own.")
        String tenant,
    @Nullable @Min(1) @Max(2147483647) @JsonPropertyDescription("Requests per minute.")
        Integer requestsPerMinute,
    @Nullable
        @Min(1)
        @Max(2147483647)
        @JsonPropertyDescription("Prompt and answer tokens per minute.")
        Integer tokensPerMinute,
    @Nullable @Min(1) @Max(2147483647) @JsonPropertyDescription("Requests at once.")
        Integer maxConcurrent) {}
