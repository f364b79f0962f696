// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.block;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** One engine that was started, as an endpoint. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EndpointStatus(
    @Required @JsonPropertyDescription("Name of the instance.") String id,
    @Nullable @JsonPropertyDescription("Node that it is on, or is meant for.") String node,
    @Nullable @JsonPropertyDescription("Its URL without /v1. Absent until it has an address.")
        String url,
    @Required @JsonPropertyDescription("Revision of the template that it runs.") String revision,
    @Required
        @JsonPropertyDescription(
            "Whether it is of the current revision, lists the model and passed a one-token probe.")
        Boolean ready,
    @Nullable
        @JsonPropertyDescription(
            "Why it is not ready, in one word, such as ImagePullFailed or CrashLoop.")
        String reason,
    @Nullable @JsonPropertyDescription("Why it is not ready, in words.") String message) {}
