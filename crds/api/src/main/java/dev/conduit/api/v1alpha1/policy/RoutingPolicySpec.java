// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a user wants of the routing. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.tiers) || self.targets.all(t, t.tier in self.tiers)",
    message = "every target's tier must be listed in tiers",
    fieldPath = ".targets")
@ValidationRule(
    value = "!has(self.tiers) || self.tiers.all(t, self.tiers.exists_one(u, u == t))",
    message = "tiers must be unique",
    fieldPath = ".tiers")
@ValidationRule(
    value =
        "self.targets.all(t, self.targets.exists_one(u, u.block == t.block && (has(u.model) ? u.model : '') == (has(t.model) ? t.model : '')))",
    message = "a block's model may be a target once; give it one tier",
    fieldPath = ".targets")
@ValidationRule(
    value = "!has(self.rules) || self.rules.all(r, self.rules.exists_one(s, s.name == r.name))",
    message = "rules must have unique names",
    fieldPath = ".rules")
@ValidationRule(
    value =
        "!has(self.rules) || self.rules.all(r, !has(r.route) || !has(r.route.tier) || self.targets.exists(t, t.tier == r.route.tier))",
    message =
        "a rule routes to a tier that no target has; add a target of that tier or change the rule",
    messageExpression =
        "self.rules.map(r, has(r.route) && has(r.route.tier) && !self.targets.exists(t, t.tier == r.route.tier), 'rule \"' + r.name + '\" routes to tier \"' + r.route.tier + '\", which no target has; add a target of that tier or change the rule')[0]",
    fieldPath = ".rules")
@ValidationRule(
    value =
        "!has(self.dataClasses) || self.dataClasses.all(c, self.dataClasses.exists_one(d, d.name == c.name))",
    message = "dataClasses must have unique names",
    fieldPath = ".dataClasses")
@ValidationRule(
    value =
        "!has(self.classifier) || !has(self.classifier.defaultTier) || self.targets.exists(t, t.tier == self.classifier.defaultTier)",
    message = "defaultTier must be the tier of a target",
    fieldPath = ".classifier")
@ValidationRule(
    value =
        "!has(self.classifier) || !has(self.classifier.lengthSteps) || self.classifier.lengthSteps.all(s, self.targets.exists(t, t.tier == s.tier))",
    message = "lengthSteps must name tiers of targets",
    fieldPath = ".classifier")
@ValidationRule(
    value =
        "!has(self.cascade) || !has(self.cascade.startTier) || self.targets.exists(t, t.tier == self.cascade.startTier)",
    message = "startTier must be the tier of a target",
    fieldPath = ".cascade")
@ValidationRule(
    value =
        "!has(self.cascade) || !has(self.cascade.escalateTo) || self.targets.exists(t, t.tier == self.cascade.escalateTo)",
    message = "escalateTo must be the tier of a target",
    fieldPath = ".cascade")
public record RoutingPolicySpec(
    @Required
        @Size(min = 1, max = 32)
        @JsonPropertyDescription("Models that the policy may route to.")
        List<PolicyTarget> targets,
    @Nullable
        @Size(min = 1, max = 8)
        @JsonPropertyDescription(
            "Tiers from the lightest to the heaviest. Default: light, medium, heavy, then others in the order of targets.")
        List<@Size(min = 1, max = 63) String> tiers,
    @Nullable @JsonPropertyDescription("Which pods get the sidecar.") Injection inject,
    @Nullable @JsonPropertyDescription("How a request that no rule decided gets a tier.")
        ClassifierSpec classifier,
    @Nullable
        @JsonPropertyDescription(
            "Lets a lighter tier answer first what the classifier decides, and escalates what is not good enough.")
        CascadeSpec cascade,
    @Nullable
        @Size(max = 64)
        @JsonPropertyDescription("Rules, tried in order before the classifier.")
        List<Rule> rules,
    @Nullable
        @Size(max = 16)
        @JsonPropertyDescription(
            "Classes of data beside the built-in pii (email, card, iban) and secret (apiKey, privateKey, jwt).")
        List<DataClassSpec> dataClasses,
    @Nullable
        @Size(max = 8)
        @JsonPropertyDescription("Shares of a tier for A/B tests and canaries.")
        List<Split> split,
    @Nullable
        @Size(max = 8)
        @JsonPropertyDescription("Copies of requests whose answers are thrown away.")
        List<Shadow> shadow,
    @Nullable @JsonPropertyDescription("How an endpoint is picked.") BalanceSpec balance,
    @Nullable @JsonPropertyDescription("What happens when an upstream is slow or fails.")
        ResilienceSpec resilience,
    @Nullable @JsonPropertyDescription("What stays together.") Stickiness stickiness,
    @Nullable @Size(max = 64) @JsonPropertyDescription("Money that tenants may spend.")
        List<Budget> budgets,
    @Nullable @Size(max = 64) @JsonPropertyDescription("Requests and tokens that tenants may use.")
        List<Quota> quotas,
    @Nullable @JsonPropertyDescription("Answers that are kept.") ResponseCache cache,
    @Nullable @Size(max = 32) @JsonPropertyDescription("Named prompts.")
        List<PromptTemplate> templates,
    @Nullable @JsonPropertyDescription("What is done about answers that must have a shape.")
        StructuredOutput structuredOutput,
    @Nullable
        @Size(min = 1, max = 63)
        @JsonPropertyDescription(
            "Revision to go back to; see status.revision. Remove it to go forward again.")
        String rollbackTo) {

  public RoutingPolicySpec {
    targets = targets == null ? List.of() : List.copyOf(targets);
    tiers = tiers == null ? List.of() : List.copyOf(tiers);
    rules = rules == null ? List.of() : List.copyOf(rules);
    dataClasses = dataClasses == null ? List.of() : List.copyOf(dataClasses);
    split = split == null ? List.of() : List.copyOf(split);
    shadow = shadow == null ? List.of() : List.copyOf(shadow);
    budgets = budgets == null ? List.of() : List.copyOf(budgets);
    quotas = quotas == null ? List.of() : List.copyOf(quotas);
    templates = templates == null ? List.of() : List.copyOf(templates);
  }
}
