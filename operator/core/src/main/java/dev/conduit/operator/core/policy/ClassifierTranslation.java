// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.policy;

import dev.conduit.api.v1alpha1.policy.ClassifierSpec;
import dev.conduit.contract.Classifier;
import dev.conduit.contract.Target;
import dev.conduit.contract.Tier;
import dev.conduit.contract.Tokens;
import dev.conduit.operator.core.finding.Reason;
import dev.conduit.operator.core.observed.DurationText;
import dev.conduit.operator.core.observed.Given;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A policy's classifier as data planes read it. */
final class ClassifierTranslation {
  private static final String AT = "spec.classifier.";
  private static final Duration WAIT = Duration.ofMillis(50);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final List<Tier> tiers;
  private final List<Target> targets;
  private final Set<Tier> served;
  private final Findings findings;

  ClassifierTranslation(List<Tier> tiers, List<Target> targets, Findings findings) {
    this.tiers = tiers;
    this.targets = targets;
    this.served = targets.stream().map(Target::tier).collect(Collectors.toSet());
    this.findings = findings;
  }

  Classifier translate(@Nullable ClassifierSpec spec) {
    Tier lightest = tiers.stream().filter(served::contains).findFirst().orElse(tiers.getFirst());
    if (spec == null) {
      return new Classifier(lightest, List.of());
    }
    Classifier own = own(spec, lightest);
    Classifier asking = spec.url() == null ? own : own.remote(remote(spec, spec.url()));
    return Optional.ofNullable(spec.pairs())
        .flatMap(new PairsTranslation(targets, findings)::translate)
        .map(asking::pairs)
        .orElse(asking);
  }

  private Classifier own(ClassifierSpec spec, Tier lightest) {
    return new Classifier(
        spec.defaultTier() == null ? lightest : new Tier(spec.defaultTier()),
        lengthSteps(spec),
        Optional.ofNullable(spec.safeTier()).map(name -> served(AT + "safeTier", name)),
        thresholds(spec),
        Optional.ofNullable(spec.targetHeavyShare()),
        Optional.of(Given.or(spec.learned(), false)).filter(on -> on),
        Optional.ofNullable(spec.pinnedRevision()));
  }

  private Classifier.Remote remote(ClassifierSpec spec, String url) {
    Duration timeout = spec.timeout() == null ? WAIT : DurationText.parse(spec.timeout());
    if (timeout.isZero() || timeout.compareTo(LONGEST_WAIT) > 0) {
      findings.refused(
          Reason.INVALID_VALUE,
          AT + "timeout",
          "%s is not above 0s and at most %ds; leave it out for %dms"
              .formatted(spec.timeout(), LONGEST_WAIT.toSeconds(), WAIT.toMillis()));
    }
    if (Given.list(spec.thresholds()).isEmpty()) {
      findings.warned(
          Reason.INVALID_VALUE,
          AT
              + "url: without thresholds only answers that name a tier count, and those with a score"
              + " are passed over; set spec.classifier.thresholds, or let it answer with tiers");
    }
    return new Classifier.Remote(
        WebAddress.of(url, AT + "url", findings),
        timeout,
        Given.or(spec.sendPrompt(), false),
        Given.list(spec.dataClasses()));
  }

  private List<Classifier.LengthStep> lengthSteps(ClassifierSpec spec) {
    List<Classifier.LengthStep> steps =
        Given.list(spec.lengthSteps()).stream()
            .map(
                step ->
                    new Classifier.LengthStep(
                        new Tokens(step.minPromptTokens()), new Tier(step.tier())))
            .toList();
    for (int i = 1; i < steps.size(); i++) {
      if (steps.get(i).minPromptTokens().compareTo(steps.get(i - 1).minPromptTokens()) <= 0) {
        unsorted(
            "lengthSteps[" + i + "].minPromptTokens",
            steps.get(i).minPromptTokens(),
            "step",
            steps.get(i - 1).minPromptTokens());
      }
    }
    return steps;
  }

  private List<Classifier.ScoreThreshold> thresholds(ClassifierSpec spec) {
    List<Classifier.ScoreThreshold> thresholds =
        Given.list(spec.thresholds()).stream()
            .map(
                one ->
                    new Classifier.ScoreThreshold(
                        one.minScore(), served(AT + "thresholds", one.tier())))
            .toList();
    for (int i = 1; i < thresholds.size(); i++) {
      double last = thresholds.get(i - 1).minScore();
      if (thresholds.get(i).minScore() <= last) {
        unsorted("thresholds[" + i + "].minScore", thresholds.get(i).minScore(), "threshold", last);
      }
    }
    return thresholds;
  }

  private void unsorted(String field, Object value, String what, Object before) {
    findings.refused(
        Reason.INVALID_VALUE,
        AT + field,
        "%s is not above the %s before it, %s; sort the %ss".formatted(value, what, before, what));
  }

  private Tier served(String field, String name) {
    Tier tier = new Tier(name);
    if (!tiers.contains(tier)) {
      findings.refused(
          Reason.INVALID_VALUE,
          field,
          "\"%s\" is not the tier of a target; use one of %s".formatted(name, tiers));
    }
    return tier;
  }
}
