// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Leaves only these to all later stages, retries and fallbacks included. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.tiers) || has(self.targets) || has(self.dataClasses)",
    message = "set at least one of tiers, targets and dataClasses")
public record ConstrainAction(
    @Nullable @Size(min = 1, max = 8) @JsonPropertyDescription("Tiers that stay allowed.")
        List<String> tiers,
    @Nullable
        @Size(min = 1, max = 32)
        @JsonPropertyDescription("Targets that stay allowed, as block/model.")
        List<String> targets,
    @Nullable
        @Size(min = 1, max = 16)
        @JsonPropertyDescription("Only targets that allow these data classes.")
        List<String> dataClasses) {}
