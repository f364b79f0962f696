// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.policy;

import dev.conduit.api.v1alpha1.policy.PairBudget;
import dev.conduit.api.v1alpha1.policy.PairHook;
import dev.conduit.api.v1alpha1.policy.PairModel;
import dev.conduit.api.v1alpha1.policy.PairsSpec;
import dev.conduit.contract.Bytes;
import dev.conduit.contract.Pairs;
import dev.conduit.contract.Resilience;
import dev.conduit.contract.Target;
import dev.conduit.contract.TargetId;
import dev.conduit.contract.Tier;
import dev.conduit.contract.Tokens;
import dev.conduit.operator.core.finding.Reason;
import dev.conduit.operator.core.observed.DurationText;
import dev.conduit.operator.core.observed.Given;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A policy's paired answers as data planes read them. */
final class PairsTranslation {
  private static final String AT = "spec.classifier.pairs.";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration HOOK_TIMEOUT = Duration.ofSeconds(2);

  /** Whoever takes longer keeps other pairs waiting: few may be under way. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private static final Duration LONGEST_HOOK = Duration.ofMinutes(1);
  private static final long MAX_PROMPT = 4000;
  private static final long MAX_ANSWER = 64 * 1024;
  private static final Pairs.Budget BUDGET = new Pairs.Budget(100, 200_000, 2);

  private final List<Target> targets;
  private final Findings findings;

  PairsTranslation(List<Target> targets, Findings findings) {
    this.targets = targets;
    this.findings = findings;
  }

  /** Empty where the judge cannot be asked: routing goes on without pairs. */
  Optional<Pairs> translate(PairsSpec spec) {
    long tiers = targets.stream().filter(t -> t.weight() > 0).map(Target::tier).distinct().count();
    if (tiers < 2) {
      findings.warned(
          Reason.NOT_ENFORCED,
          "spec.classifier.pairs has no effect, for there are not two tiers with a target of a"
              + " weight above 0; add one");
    }
    return judge(spec)
        .map(
            judge ->
                new Pairs(
                    spec.share(),
                    judge,
                    Given.list(spec.dataClasses()),
                    new Tokens(Given.or(spec.maxPromptTokens(), MAX_PROMPT)),
                    new Bytes(Given.or(spec.maxAnswerBytes(), MAX_ANSWER)),
                    timeout(AT + "timeout", spec.timeout(), TIMEOUT, LONGEST),
                    budget(spec.budget())));
  }

  private Optional<Pairs.Judge> judge(PairsSpec spec) {
    PairHook hook = spec.hook();
    PairModel model = spec.model();
    return switch (spec.judge()) {
      case EXACT -> Optional.of(new Pairs.Judge.Exact());
      case SCHEMA -> Optional.of(new Pairs.Judge.Schema());
      case HOOK -> hook == null ? missing("hook") : hook(hook);
      case MODEL -> model == null ? missing("model") : model(model);
    };
  }

  /** The API server refuses such a policy; one that never was there may come here. */
  private Optional<Pairs.Judge> missing(String field) {
    findings.refused(
        Reason.INVALID_VALUE,
        AT + "judge",
        "\"%s\" needs spec.classifier.pairs.%s; add it, or choose another judge"
            .formatted(field, field));
    return Optional.empty();
  }

  private Optional<Pairs.Judge> hook(PairHook hook) {
    return Optional.of(
        new Pairs.Judge.Hook(
            WebAddress.of(hook.url(), AT + "hook.url", findings),
            timeout(AT + "hook.timeout", hook.timeout(), HOOK_TIMEOUT, LONGEST_HOOK),
            Given.or(hook.sendPrompt(), false)));
  }

  private Optional<Pairs.Judge> model(PairModel model) {
    TargetId id = new TargetId(model.target());
    if (targets.stream().noneMatch(target -> target.id().equals(id))) {
      findings.partRefused(
          Reason.MISSING_TARGET,
          AT + "model.target",
          "\"%s\" is not a target of this policy, so nothing is paired; use one of %s"
              .formatted(id, targets.stream().map(Target::id).sorted().toList()));
      return Optional.empty();
    }
    warnOfContestant(id);
    return Optional.of(new Pairs.Judge.Model(id, Optional.ofNullable(model.rubric())));
  }

  /** One that answers in the lightest or the heaviest tier judges itself. */
  private void warnOfContestant(TargetId judge) {
    List<Target> answering = targets.stream().filter(target -> target.weight() > 0).toList();
    List<Tier> tiers = answering.stream().map(Target::tier).sorted().toList();
    boolean isContestant =
        answering.stream()
            .filter(target -> target.id().equals(judge))
            .map(Target::tier)
            .anyMatch(tier -> tier.equals(tiers.getFirst()) || tier.equals(tiers.getLast()));
    if (isContestant) {
      findings.warned(
          Reason.NOT_ENFORCED,
          "spec.classifier.pairs.model.target \"%s\" answers itself in a tier that is compared, and"
                  .formatted(judge)
              + " models prefer answers like their own; use a target of weight 0, or another judge");
    }
  }

  private Duration timeout(String field, @Nullable String text, Duration otherwise, Duration most) {
    Duration timeout = text == null ? otherwise : DurationText.parse(text);
    if (!Resilience.Timeouts.isSound(timeout) || timeout.compareTo(most) > 0) {
      findings.refused(
          Reason.INVALID_VALUE,
          field,
          "%s is not above 0s and at most %ds; leave it out for %ds"
              .formatted(text, most.toSeconds(), otherwise.toSeconds()));
    }
    return timeout;
  }

  private static Pairs.Budget budget(@Nullable PairBudget spec) {
    return spec == null
        ? BUDGET
        : new Pairs.Budget(
            Given.or(spec.requestsPerHour(), BUDGET.requestsPerHour()),
            Given.or(spec.tokensPerHour(), BUDGET.tokensPerHour()),
            Given.or(spec.maxConcurrent(), BUDGET.maxConcurrent()));
  }
}
