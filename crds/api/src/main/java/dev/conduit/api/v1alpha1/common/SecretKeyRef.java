// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.common;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One key of a Secret in the namespace of the resource that refers to it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SecretKeyRef(
    @Required
        @Size(min = 1, max = 253)
        @JsonPropertyDescription("Name of the Secret, in the namespace of this resource.")
        String name,
    @Required
        @Size(min = 1, max = 253)
        @JsonPropertyDescription("Key within the Secret whose value is used.")
        String key) {}
