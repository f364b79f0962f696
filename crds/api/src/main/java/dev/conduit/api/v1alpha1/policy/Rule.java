// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** One rule, tried in order before the classifier. Exactly one action. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.route) ? 1 : 0) + (has(self.constrain) ? 1 : 0) + (has(self.addScore) ? 1 : 0) == 1",
    message = "a rule needs exactly one of route, constrain and addScore")
public record Rule(
    @Required
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @JsonPropertyDescription("Name shown in x-conduit-reason and metrics.")
        String name,
    @Required @JsonPropertyDescription("When the rule applies.") RuleMatch match,
    @Nullable
        @JsonPropertyDescription("Decides where the request goes; the classifier is not asked.")
        RouteAction route,
    @Nullable @JsonPropertyDescription("Restricts where the request may go.")
        ConstrainAction constrain,
    @Nullable
        @Min(-1)
        @Max(1)
        @JsonPropertyDescription("Added to the complexity score, from -1 to 1.")
        Double addScore) {}
