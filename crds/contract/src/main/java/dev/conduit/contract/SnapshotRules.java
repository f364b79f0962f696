// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules a snapshot obeys beyond its shape: names are unique, references resolve. */
final class SnapshotRules {
  private final RoutingSnapshot snapshot;
  private final Set<Tier> tiers;
  private final Set<TargetId> targets;
  private final List<String> problems = new ArrayList<>();

  private SnapshotRules(RoutingSnapshot snapshot) {
    this.snapshot = snapshot;
    this.tiers = Set.copyOf(new HashSet<>(snapshot.tiers()));
    this.targets = snapshot.targets().stream().map(Target::id).collect(Collectors.toSet());
  }

  /** Each names the field, the value and what would be right; empty when all hold. */
  static List<String> problems(RoutingSnapshot snapshot) {
    SnapshotRules rules = new SnapshotRules(snapshot);
    rules.header();
    rules.targets();
    rules.routing();
    rules.limits();
    snapshot.cascade().ifPresent(rules::cascade);
    return List.copyOf(rules.problems);
  }

  private void header() {
    if (snapshot.format() < RoutingSnapshot.FORMAT || snapshot.format() > RoutingSnapshot.STAGED) {
      problem(
          "format: %s is not understood; this version reads %s to %s",
          snapshot.format(), RoutingSnapshot.FORMAT, RoutingSnapshot.STAGED);
    }
    if (snapshot.tiers().isEmpty()) {
      problem("tiers: at least one is required");
    }
    if (tiers.size() != snapshot.tiers().size()) {
      problem("tiers: %s has a duplicate", snapshot.tiers());
    }
    if (snapshot.targets().isEmpty()) {
      problem("targets: at least one is required");
    }
    if (targets.size() != snapshot.targets().size()) {
      problem("targets: two have the same id");
    }
  }

  private void targets() {
    Set<String> endpoints = new HashSet<>();
    for (int i = 0; i < snapshot.targets().size(); i++) {
      Target target = snapshot.targets().get(i);
      String at = "targets[" + i + "]";
      tier(at + ".tier", target.tier());
      if (target.weight() < 0) {
        problem("%s.weight: %s must not be negative", at, target.weight());
      }
      if (!target.health().path().startsWith("/")) {
        problem("%s.health.path: \"%s\" must start with /", at, target.health().path());
      }
      for (int j = 0; j < target.endpoints().size(); j++) {
        endpoint(at + ".endpoints[" + j + "]", target.endpoints().get(j), endpoints);
      }
    }
  }

  private void endpoint(String at, Endpoint endpoint, Set<String> seen) {
    if (!seen.add(endpoint.id())) {
      problem("%s.id: \"%s\" is used twice", at, endpoint.id());
    }
    web(at, endpoint.url());
  }

  private void web(String at, URI url) {
    boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!web || url.getHost() == null || url.getPort() > 65_535) {
      problem("%s.url: \"%s\" must be http(s)://host[:port][/path]", at, url);
    }
  }

  private void routing() {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < snapshot.rules().size(); i++) {
      RouteRule rule = snapshot.rules().get(i);
      String at = "rules[" + i + "]";
      if (!names.add(rule.name())) {
        problem("%s.name: \"%s\" is used twice", at, rule.name());
      }
      switch (rule.action()) {
        case RouteRule.Action.RouteToTier(Tier tier) -> tier(at + ".action", tier);
        case RouteRule.Action.RouteToTarget(TargetId target) -> target(at + ".action", target);
        case RouteRule.Action.Constrain(var allowed, var kept, _) -> {
          allowed.forEach(tier -> tier(at + ".action", tier));
          kept.forEach(target -> target(at + ".action", target));
        }
        case RouteRule.Action.AddScore(double score) -> {
          if (!(score >= -1 && score <= 1)) {
            problem("%s.action: %s is not in -1..1", at, score);
          }
        }
      }
      rule.match().regex().ifPresent(text -> expression(at + ".match.regex", text));
    }
    for (int i = 0; i < snapshot.dataClasses().size(); i++) {
      DataClass one = snapshot.dataClasses().get(i);
      String at = "dataClasses[" + i + "]";
      one.patterns().forEach(text -> expression(at + ".patterns", text));
    }
    stickiness();
    tier("classifier.defaultTier", snapshot.classifier().defaultTier());
    Tokens last = Tokens.ZERO;
    for (Classifier.LengthStep step : snapshot.classifier().lengthSteps()) {
      tier("classifier.lengthSteps", step.tier());
      if (step.minPromptTokens().compareTo(last) <= 0) {
        problem("classifier.lengthSteps: %s is not above %s", step.minPromptTokens(), last);
      }
      last = step.minPromptTokens();
    }
    complexity(snapshot.classifier());
    snapshot.resilience().fallback().forEach(id -> target("resilience.fallback", id));
  }

  private void stickiness() {
    Stickiness sticky = snapshot.stickiness().orElse(Stickiness.DEFAULT);
    if (sticky.ttl().isNegative() || sticky.ttl().isZero()) {
      problem("stickiness.ttl: %s must be positive", sticky.ttl());
    }
  }

  /** A total that is too big is no problem here: less text is read then. */
  private void expression(String at, String text) {
    Expression.problem(text).ifPresent(why -> problem("%s: \"%s\": %s", at, text, why));
  }

  private void complexity(Classifier classifier) {
    classifier.safeTier().ifPresent(tier -> tier("classifier.safeTier", tier));
    double last = -1;
    for (Classifier.ScoreThreshold threshold : classifier.thresholds()) {
      tier("classifier.thresholds", threshold.tier());
      share("classifier.thresholds", threshold.minScore());
      if (threshold.minScore() <= last) {
        problem("classifier.thresholds: %s is not above %s", threshold.minScore(), last);
      }
      last = threshold.minScore();
    }
    classifier.targetHeavyShare().ifPresent(s -> share("classifier.targetHeavyShare", s));
    if (classifier.targetHeavyShare().isPresent() && !classifier.thresholds().isEmpty()) {
      problem("classifier: thresholds and targetHeavyShare exclude each other");
    }
    if (classifier.remote().isPresent()) {
      web("classifier.remote", classifier.remote().get().url());
      limit("classifier.remote.timeout", classifier.remote().get().timeout());
    }
    classifier.pairs().ifPresent(this::pairs);
  }

  private void pairs(Pairs pairs) {
    share("classifier.pairs.share", pairs.share());
    limit("classifier.pairs.timeout", pairs.timeout());
    least("requestsPerHour", pairs.budget().requestsPerHour());
    least("tokensPerHour", pairs.budget().tokensPerHour());
    least("maxConcurrent", pairs.budget().maxConcurrent());
    switch (pairs.judge()) {
      case Pairs.Judge.Exact _, Pairs.Judge.Schema _ -> {}
      case Pairs.Judge.Hook(URI url, Duration timeout, boolean _) -> {
        web("classifier.pairs.judge.hook", url);
        limit("classifier.pairs.judge.hook.timeout", timeout);
      }
      case Pairs.Judge.Model(TargetId id, var _) -> target("classifier.pairs.judge.model", id);
    }
  }

  private void least(String field, long value) {
    if (value < 1) {
      problem("classifier.pairs.budget.%s: %s is below 1", field, value);
    }
  }

  private void share(String at, double value) {
    if (!(value >= 0 && value <= 1)) {
      problem("%s: %s is not in 0..1", at, value);
    }
  }

  private void limits() {
    Resilience.Timeouts timeouts = snapshot.resilience().timeouts();
    limit("resilience.timeouts.connect", timeouts.connect());
    limit("resilience.timeouts.firstToken", timeouts.firstToken());
    limit("resilience.timeouts.betweenTokens", timeouts.betweenTokens());
    limit("resilience.timeouts.total", timeouts.total());
    Resilience.Retries retries = snapshot.resilience().retries();
    if (retries.attempts() < 0) {
      problem("resilience.retries.attempts: %s must not be negative", retries.attempts());
    }
    percent("resilience.retries.budgetPercent", retries.budgetPercent());
  }

  private void cascade(Cascade cascade) {
    tier("cascade.startTier", cascade.startTier());
    cascade.escalateTo().ifPresent(tier -> tier("cascade.escalateTo", tier));
    limit("cascade.timeout", cascade.timeout());
    percent("cascade.budgetPercent", cascade.budgetPercent());
    cascade.verify().minMeanLogprob().ifPresent(m -> logprob("minMeanLogprob", m));
    cascade.verify().minLogprob().ifPresent(m -> logprob("minLogprob", m));
  }

  private void logprob(String field, double value) {
    if (!(value <= 0)) {
      problem("cascade.verify.%s: %s is above 0, which no logarithm of a share is", field, value);
    }
  }

  private void percent(String at, int value) {
    if (value < 0 || value > 100) {
      problem("%s: %s is not in 0..100", at, value);
    }
  }

  private void limit(String at, Duration value) {
    if (!Resilience.Timeouts.isSound(value)) {
      problem("%s: %s must be positive and at most %s", at, value, Resilience.Timeouts.LONGEST);
    }
  }

  private void tier(String at, Tier tier) {
    if (!tiers.contains(tier)) {
      problem("%s: \"%s\" is not one of the tiers %s", at, tier, snapshot.tiers());
    }
  }

  private void target(String at, TargetId id) {
    if (!targets.contains(id)) {
      problem("%s: \"%s\" is not one of the targets", at, id);
    }
  }

  private void problem(String format, Object... args) {
    problems.add(String.format(java.util.Locale.ROOT, format, args));
  }
}
