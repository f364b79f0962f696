// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.block;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** One running replica as an endpoint. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EndpointStatus(
    @Required @JsonPropertyDescription("Name of the instance.") String id,
    @Required @JsonPropertyDescription("Its URL without /v1.") String url,
    @Required @JsonPropertyDescription("Revision of the template that it runs.") String revision,
    @Required
        @JsonPropertyDescription(
            "Whether it is of the current revision, lists the model and passed a one-token probe.")
        Boolean ready,
    @Nullable @JsonPropertyDescription("Why it is not ready.") String message) {}
