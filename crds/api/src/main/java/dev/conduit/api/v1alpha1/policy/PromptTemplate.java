// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A named prompt that requests refer to. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PromptTemplate(
    @Required
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @JsonPropertyDescription("Name that requests refer to.")
        String name,
    @Nullable
        @Size(max = 16384)
        @JsonPropertyDescription("System message; {{variable}} is replaced.")
        String system,
    @Nullable @Size(max = 16384) @JsonPropertyDescription("User message; {{variable}} is replaced.")
        String user,
    @Nullable
        @Pattern("^(prepend|replace)$")
        @Default("prepend")
        @JsonPropertyDescription("What happens to a system message that the request has.")
        String mode) {}
