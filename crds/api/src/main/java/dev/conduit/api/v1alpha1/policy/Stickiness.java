// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** What stays on one tier or endpoint. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Stickiness(
    @Nullable
        @Default("true")
        @JsonPropertyDescription("Whether a conversation keeps its tier unless it grows harder.")
        Boolean conversation,
    @Nullable
        @Size(min = 1, max = 128)
        @Pattern("^[A-Za-z0-9-]+$")
        @Default("x-session-id")
        @JsonPropertyDescription("Header that names the session.")
        String sessionHeader,
    @Nullable
        @Pattern("^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$")
        @Size(max = 32)
        @Default("30m")
        @JsonPropertyDescription("Idle time after which a session is forgotten.")
        String ttl) {}
