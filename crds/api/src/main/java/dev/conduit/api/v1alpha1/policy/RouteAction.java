// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Decides where a request goes. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.tier) != has(self.target)",
    message = "set exactly one of tier and target")
public record RouteAction(
    @Nullable
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @JsonPropertyDescription("Tier that decides.")
        String tier,
    @Nullable
        @Size(min = 1, max = 384)
        @Pattern("^[^/\\s]+/[^\\s]+$")
        @JsonPropertyDescription("Target that decides, as block/model.")
        String target) {}
