// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** A request header with one of these values. */
public record HeaderMatch(
    @Required
        @Size(min = 1, max = 128)
        @Pattern("^[A-Za-z0-9-]+$")
        @JsonPropertyDescription("Name of the header; case does not matter.")
        String name,
    @Required
        @Size(min = 1, max = 32)
        @JsonPropertyDescription("Values of which one must be equal.")
        List<String> values) {}
