// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import dev.conduit.contract.Dialect;
import dev.conduit.contract.RouteRule;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Target;
import dev.conduit.contract.TargetId;
import dev.conduit.contract.Tier;
import dev.conduit.sidecar.core.classify.Classification;
import dev.conduit.sidecar.core.classify.Classifier;
import dev.conduit.sidecar.core.failure.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A snapshot, made ready to be asked where requests go. Immutable; as many threads as you like.
 *
 * <p>Order of say: a rule that names the model asked for; the caller (header {@code
 * x-conduit-tier}, then a model, alias or tier by name); the other rules; the classifier.
 * Constraints of all matching rules hold for whatever was decided, by whom ever. Source: decision
 * 0005.
 */
public final class RouteTable {
  /** The name that lets the policy choose. */
  public static final String AUTO = "auto";

  private static final String PREFIX = "conduit/";

  private final RoutingSnapshot snapshot;
  private final Classifier classifier;
  private final List<Rule> rules;
  private final Map<Tier, Choice> tiers = new LinkedHashMap<>();
  private final Map<String, Choice> models = new LinkedHashMap<>();
  private final Map<TargetId, Choice> targets = new LinkedHashMap<>();
  private final List<String> names;

  /**
   * @param snapshot a valid one
   * @param classifier for what no rule decides
   */
  public RouteTable(RoutingSnapshot snapshot, Classifier classifier) {
    this.snapshot = snapshot;
    this.classifier = classifier;
    this.rules = snapshot.rules().stream().map(Rule::of).toList();
    List<Target> usable =
        snapshot.targets().stream().filter(t -> t.dialect() == Dialect.OPENAI).toList();
    List<Target> fallback =
        snapshot.resilience().fallback().stream()
            .flatMap(id -> usable.stream().filter(t -> t.id().equals(id)))
            .toList();
    fill(usable, fallback);
    List<String> all = new ArrayList<>();
    all.add(AUTO);
    tiers.keySet().forEach(tier -> all.add(tier.name()));
    models.keySet().stream().filter(name -> !all.contains(name)).forEach(all::add);
    this.names = List.copyOf(all);
  }

  private void fill(List<Target> usable, List<Target> fallback) {
    for (Tier tier : snapshot.tiers()) {
      List<Target> inTier =
          usable.stream().filter(t -> t.tier().equals(tier) && t.weight() > 0).toList();
      if (!inTier.isEmpty()) {
        tiers.put(tier, Choice.of(inTier, fallback));
      }
    }
    Map<String, List<Target>> byName = new LinkedHashMap<>();
    for (Target target : usable) {
      targets.put(target.id(), Choice.of(List.of(target), fallback));
      List<String> own = new ArrayList<>(target.aliases());
      own.addFirst(target.model());
      own.stream().distinct().forEach(name -> add(byName, name, target));
    }
    byName.forEach((name, list) -> models.put(name, Choice.of(list, fallback)));
  }

  private static void add(Map<String, List<Target>> byName, String name, Target target) {
    byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(target);
  }

  public RoutingSnapshot snapshot() {
    return snapshot;
  }

  /** All that a caller may put into {@code model}: auto, the tiers, the served names, aliases. */
  public List<String> names() {
    return names;
  }

  /** Where the request may go. */
  public Decision decide(Ask ask) {
    Constraint constraint = constraint(ask);
    Optional<Rule> byModel = firstRoute(ask, true);
    if (byModel.isPresent()) {
      return byRule(byModel.get(), ask, constraint);
    }
    if (ask.tier().isPresent()) {
      return byHeader(ask.tier().get(), ask, constraint);
    }
    String model = ask.facts().model();
    if (!isAuto(model)) {
      return byName(model, ask, constraint);
    }
    Optional<Rule> rule = firstRoute(ask, false);
    return rule.isPresent() ? byRule(rule.get(), ask, constraint) : byClassifier(ask, constraint);
  }

  private Constraint constraint(Ask ask) {
    Constraint constraint = Constraint.of(ask);
    for (Rule rule : rules) {
      if (rule.action() instanceof RouteRule.Action.Constrain(List<Tier> allowed)
          && rule.holds(ask)) {
        constraint = constraint.and(rule.name(), allowed);
      }
    }
    return constraint;
  }

  private Optional<Rule> firstRoute(Ask ask, boolean isByModel) {
    for (Rule rule : rules) {
      boolean routes = !(rule.action() instanceof RouteRule.Action.Constrain);
      if (routes && rule.isByModel() == isByModel && rule.holds(ask)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }

  private Decision byRule(Rule rule, Ask ask, Constraint constraint) {
    return switch (rule.action()) {
      case RouteRule.Action.RouteToTier(Tier tier) -> toTier(tier, ask, constraint, rule.reason());
      case RouteRule.Action.RouteToTarget(TargetId id) ->
          routed(targets.get(id), id.value(), ask, constraint, rule.reason());
      case RouteRule.Action.Constrain _ -> byClassifier(ask, constraint);
    };
  }

  private Decision byHeader(String name, Ask ask, Constraint constraint) {
    for (Tier tier : tiers.keySet()) {
      if (tier.name().equals(name)) {
        return toTier(tier, ask, constraint, "header:x-conduit-tier");
      }
    }
    String message =
        "header x-conduit-tier: \"" + name + "\" is not a tier; there are: " + tiers.keySet();
    return new Decision.Refused(new Failure.BadRequest("unknown_tier", message, "x-conduit-tier"));
  }

  private Decision byName(String model, Ask ask, Constraint constraint) {
    String plain = model.startsWith(PREFIX) ? model.substring(PREFIX.length()) : model;
    for (Tier tier : tiers.keySet()) {
      if (tier.name().equals(plain)) {
        return toTier(tier, ask, constraint, "explicit:tier");
      }
    }
    Choice choice = models.get(model);
    return choice == null
        ? new Decision.Refused(new Failure.UnknownModel(shown(model), names))
        : routed(choice, model, ask, constraint, "explicit:model");
  }

  private Decision byClassifier(Ask ask, Constraint constraint) {
    Classification answer = classifier.classify(ask.facts());
    if (constraint.allows(answer.tier())) {
      return toTier(answer.tier(), ask, constraint, answer.reason());
    }
    // The lightest tier that is both allowed and at least as heavy; else the heaviest allowed.
    List<Tier> order = snapshot.tiers();
    Optional<Tier> instead =
        order.subList(order.indexOf(answer.tier()), order.size()).stream()
            .filter(constraint::allows)
            .findFirst()
            .or(() -> order.reversed().stream().filter(constraint::allows).findFirst());
    return instead
        .map(tier -> toTier(tier, ask, constraint, answer.reason() + ";constrained"))
        .orElseGet(() -> forbidden(AUTO, constraint));
  }

  private Decision toTier(Tier tier, Ask ask, Constraint constraint, String reason) {
    return routed(tiers.get(tier), tier.name(), ask, constraint, reason);
  }

  private static Decision routed(
      @org.jspecify.annotations.Nullable Choice choice,
      String asked,
      Ask ask,
      Constraint constraint,
      String reason) {
    if (choice == null) {
      return new Decision.Refused(new Failure.NoReadyEndpoint(List.of(asked)));
    }
    if (constraint.isOpen()) {
      return new Decision.Routed(choice.draw(ask.entropy()), reason);
    }
    List<Target> left = choice.draw(ask.entropy(), constraint);
    boolean isKept = !left.isEmpty() && choice.targets().stream().anyMatch(constraint::allows);
    return isKept ? new Decision.Routed(left, reason) : forbidden(asked, constraint);
  }

  private static Decision forbidden(String asked, Constraint constraint) {
    return new Decision.Refused(new Failure.Forbidden(shown(asked), constraint.words()));
  }

  private static boolean isAuto(String model) {
    return model.equals(AUTO) || model.equals(PREFIX + AUTO);
  }

  /** Names come from callers: long ones are cut before they go into a message. */
  private static String shown(String model) {
    return model.length() <= 128 ? model : model.substring(0, 128) + "...";
  }
}
