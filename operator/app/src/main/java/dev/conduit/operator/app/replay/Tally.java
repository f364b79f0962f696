// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay;

import dev.conduit.contract.Price;
import dev.conduit.contract.RouteRule;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Target;
import dev.conduit.contract.Tier;
import dev.conduit.operator.app.replay.ReplayResult.Count;
import dev.conduit.operator.app.replay.ReplayResult.Refusal;
import dev.conduit.operator.app.replay.ReplayResult.Spending;
import dev.conduit.sidecar.core.failure.FailureMapper;
import dev.conduit.sidecar.core.failure.Problem;
import dev.conduit.sidecar.core.route.Decision;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** Counts decisions. Its size is bounded by the policy, not by the requests. Used by one thread. */
final class Tally {
  private final Tariff tariff;
  private final long answerTokens;
  private final Price light;
  private final Price heavy;
  private final SequencedMap<String, Count> tiers = new LinkedHashMap<>();
  private final SequencedMap<String, Count> targets = new LinkedHashMap<>();
  private final Map<Decider, Count> deciders = new LinkedHashMap<>();
  private final SequencedMap<String, Long> moved = new TreeMap<>();
  private final SequencedMap<String, Refusal> refused = new TreeMap<>();
  private Spending spending;

  Tally(RoutingSnapshot snapshot, Tariff tariff, long answerTokens) {
    this.tariff = tariff;
    this.answerTokens = answerTokens;
    this.light = tariff.mean(snapshot.tiers().getFirst());
    this.heavy = tariff.mean(snapshot.tiers().getLast());
    this.spending = new Spending(tariff.isKnown(), tariff.free(), answerTokens, 0, 0, 0, 0, 0, 0);
    for (Tier tier : snapshot.tiers()) {
      tiers.put(tier.name(), Count.NONE);
    }
    for (Target target : snapshot.targets()) {
      targets.put(target.id().value(), Count.NONE);
    }
    for (RouteRule rule : snapshot.rules()) {
      switch (rule.action()) {
        case RouteRule.Action.RouteToTier _, RouteRule.Action.RouteToTarget _ ->
            deciders.put(Decider.rule(rule.name()), Count.NONE);
        case RouteRule.Action.Constrain _, RouteRule.Action.AddScore _ -> {}
      }
    }
  }

  /** What a request would cost in the two tiers at the ends. */
  record Ends(double light, double heavy) {}

  Ends ends(Tariff.Bill bill) {
    return new Ends(bill.at(light), bill.at(heavy));
  }

  /** Tokens of a request: as the file tells, else as estimated and assumed. */
  Tariff.Bill bill(Recorded request, long estimated, long limit) {
    long assumed = limit > 0 ? Math.min(limit, answerTokens) : answerTokens;
    return request
        .usage()
        .map(usage -> new Tariff.Bill(usage.inputTokens(), usage.outputTokens()))
        .orElseGet(() -> new Tariff.Bill(estimated, assumed));
  }

  /** Returns what the request would have cost. */
  double routed(Decision.Routed decision, Tariff.Bill bill, boolean isMeasured) {
    Target target = decision.candidates().getFirst();
    double cost = bill.at(tariff.of(target.id()));
    count(tiers, target.tier().name(), cost);
    count(targets, target.id().value(), cost);
    count(deciders, Decider.of(decision.reason()), cost);
    String[] parts = decision.reason().split(";", -1);
    for (int i = 1; i < parts.length; i++) {
      moved.merge(parts[i], 1L, Long::sum);
    }
    Ends ends = ends(bill);
    spending =
        new Spending(
            spending.isKnown(),
            spending.withoutPrice(),
            answerTokens,
            spending.measured() + (isMeasured ? 1 : 0),
            spending.promptTokens() + bill.input(),
            spending.outputTokens() + bill.output(),
            spending.policy() + cost,
            spending.allLight() + ends.light(),
            spending.allHeavy() + ends.heavy());
    return cost;
  }

  void refused(Decision.Refused decision, long line) {
    Problem problem = FailureMapper.map(decision.failure());
    refused.merge(
        problem.code(),
        new Refusal(1, problem.message(), line),
        (known, _) -> new Refusal(known.requests() + 1, known.message(), known.line()));
  }

  private static <K> void count(Map<K, Count> counts, K key, double cost) {
    counts.merge(key, Count.NONE.plus(cost), (known, _) -> known.plus(cost));
  }

  private SequencedMap<Decider, Count> mostFirst() {
    SequencedMap<Decider, Count> sorted = new LinkedHashMap<>();
    deciders.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<Decider, Count> entry) -> -entry.getValue().requests()))
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  /** Without a verdict and notes. */
  ReplayResult result(String policy, ReplayResult.Source source) {
    return new ReplayResult(
        policy,
        source,
        tiers,
        targets,
        mostFirst(),
        moved,
        refused,
        spending,
        Optional.empty(),
        List.of());
  }
}
