// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.common;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One environment variable of an engine. Not for secrets: use a reference field instead. */
public record EnvVariable(
    @Required
        @Size(min = 1, max = 128)
        @Pattern("^[A-Za-z_][A-Za-z0-9_]*$")
        @JsonPropertyDescription("Name of the environment variable.")
        String name,
    @Required
        @Size(max = 4096)
        @JsonPropertyDescription(
            "Its value, as written. Never put a secret here: it is readable by everyone who may read this resource.")
        String value) {}
