// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.policy;

import dev.conduit.api.v1alpha1.policy.BalanceAlgorithm;
import dev.conduit.api.v1alpha1.policy.ResilienceSpec;
import dev.conduit.api.v1alpha1.policy.ResponseCache;
import dev.conduit.api.v1alpha1.policy.RoutingPolicySpec;
import dev.conduit.operator.core.observed.Given;
import org.jspecify.annotations.Nullable;

/** Names every field that a policy sets and that this version does not enforce. */
final class UnenforcedFields {
  private final Findings findings;

  private UnenforcedFields(Findings findings) {
    this.findings = findings;
  }

  static void report(RoutingPolicySpec spec, Findings findings) {
    UnenforcedFields fields = new UnenforcedFields(findings);
    fields.traffic(spec);
    fields.tenants(spec);
    if (spec.resilience() != null) {
      fields.resilience(spec.resilience());
    }
  }

  private void traffic(RoutingPolicySpec spec) {
    set("spec.split", !Given.list(spec.split()).isEmpty(), "weights of targets apply");
    set("spec.shadow", !Given.list(spec.shadow()).isEmpty(), "no request is copied");
    boolean affinity =
        spec.balance() != null && spec.balance().algorithm() == BalanceAlgorithm.PREFIX_AFFINITY;
    set("spec.balance.algorithm", affinity, "prefixAffinity acts as powerOfTwoChoices");
    boolean injects = spec.inject() != null && !Given.map(spec.inject().podSelector()).isEmpty();
    set("spec.inject.podSelector", injects, "no pod gets a sidecar by itself");
    present("spec.rollbackTo", spec.rollbackTo(), "the policy as written is served");
  }

  private void tenants(RoutingPolicySpec spec) {
    set("spec.budgets", !Given.list(spec.budgets()).isEmpty(), "nobody's spending is limited");
    set("spec.quotas", !Given.list(spec.quotas()).isEmpty(), "nobody's requests are limited");
    ResponseCache cache = spec.cache();
    boolean caches = cache != null && !Given.or(cache.mode(), "off").equals("off");
    set("spec.cache.mode", caches, "no answer is kept");
    set(
        "spec.templates",
        !Given.list(spec.templates()).isEmpty(),
        "requests are sent as they come");
    present("spec.structuredOutput", spec.structuredOutput(), "answers are not checked");
  }

  private void resilience(ResilienceSpec resilience) {
    present(
        "spec.resilience.circuitBreaker",
        resilience.circuitBreaker(),
        "endpoints are left alone by their health checks only");
    present("spec.resilience.hedge", resilience.hedge(), "no second attempt starts early");
    present("spec.resilience.degradation", resilience.degradation(), "fallback applies");
  }

  private void present(String field, @Nullable Object value, String instead) {
    set(field, value != null, instead);
  }

  private void set(String field, boolean isSet, String instead) {
    if (isSet) {
      findings.notEnforced(field, instead);
    }
  }
}
