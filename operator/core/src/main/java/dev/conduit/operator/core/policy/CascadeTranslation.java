// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.policy;

import dev.conduit.api.v1alpha1.policy.CascadeSpec;
import dev.conduit.api.v1alpha1.policy.CascadeStreaming;
import dev.conduit.api.v1alpha1.policy.CascadeVerify;
import dev.conduit.contract.Bytes;
import dev.conduit.contract.Cascade;
import dev.conduit.contract.Resilience;
import dev.conduit.contract.Target;
import dev.conduit.contract.Tier;
import dev.conduit.operator.core.finding.Reason;
import dev.conduit.operator.core.observed.DurationText;
import dev.conduit.operator.core.observed.Given;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A policy's cascade as data planes read it. */
final class CascadeTranslation {
  private static final String AT = "spec.cascade.";
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final long MAX_ANSWER = 1L << 20;
  private static final int BUDGET_PERCENT = 20;

  private final List<Tier> tiers;
  private final List<Target> targets;
  private final Findings findings;

  CascadeTranslation(List<Tier> tiers, List<Target> targets, Findings findings) {
    this.tiers = tiers;
    this.targets = targets;
    this.findings = findings;
  }

  Cascade translate(CascadeSpec spec) {
    Tier start =
        Optional.ofNullable(spec.startTier())
            .map(name -> served("startTier", name))
            .orElseGet(this::lightest);
    Optional<Tier> end =
        Optional.ofNullable(spec.escalateTo()).map(name -> served("escalateTo", name));
    if (end.isPresent() && tiers.indexOf(end.get()) <= tiers.indexOf(start)) {
      findings.refused(
          Reason.INVALID_VALUE,
          AT + "escalateTo",
          "\"%s\" is not heavier than \"%s\", the tier that answers first; from light to heavy they are %s"
              .formatted(end.get(), start, tiers));
    }
    if (targets.stream().map(Target::tier).distinct().count() < 2) {
      findings.warned(
          Reason.NOT_ENFORCED,
          "spec.cascade has no effect, for all targets are of one tier; add a heavier one");
    }
    return new Cascade(
        start,
        end,
        verify(spec.verify()),
        Given.or(spec.streaming(), CascadeStreaming.SKIP) == CascadeStreaming.BUFFER,
        timeout(spec.timeout()),
        new Bytes(Given.or(spec.maxAnswerBytes(), MAX_ANSWER)),
        Given.or(spec.budgetPercent(), BUDGET_PERCENT));
  }

  private static Cascade.Verify verify(@Nullable CascadeVerify spec) {
    return spec == null
        ? new Cascade.Verify(true, true, Optional.empty(), Optional.empty())
        : new Cascade.Verify(
            Given.or(spec.schema(), true),
            Given.or(spec.toolCalls(), true),
            Optional.ofNullable(spec.minMeanLogprob()),
            Optional.ofNullable(spec.minLogprob()));
  }

  private Duration timeout(@Nullable String text) {
    Duration timeout = text == null ? TIMEOUT : DurationText.parse(text);
    if (!Resilience.Timeouts.isSound(timeout)) {
      findings.refused(
          Reason.INVALID_VALUE,
          AT + "timeout",
          "%s is not above 0s and at most 24h; leave it out for %ds"
              .formatted(text, TIMEOUT.toSeconds()));
    }
    return timeout;
  }

  private Tier lightest() {
    return tiers.stream()
        .filter(tier -> targets.stream().anyMatch(target -> target.tier().equals(tier)))
        .findFirst()
        .orElse(tiers.getFirst());
  }

  private Tier served(String field, String name) {
    Tier tier = new Tier(name);
    if (!tiers.contains(tier)) {
      findings.refused(
          Reason.INVALID_VALUE,
          AT + field,
          "\"%s\" is not the tier of a target; use one of %s".formatted(name, tiers));
    }
    return tier;
  }
}
