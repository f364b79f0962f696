// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import dev.conduit.contract.Dialect;
import dev.conduit.contract.RouteRule;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Stickiness;
import dev.conduit.contract.Target;
import dev.conduit.contract.TargetBalance;
import dev.conduit.contract.TargetId;
import dev.conduit.contract.Tier;
import dev.conduit.sidecar.core.classify.Classifier;
import dev.conduit.sidecar.core.classify.Counsel;
import dev.conduit.sidecar.core.pair.Drop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A snapshot, made ready to be asked where requests go. Immutable; as many threads as you like.
 *
 * <p>Order of say: the model that a tool loop began with; a rule that names the model asked for;
 * the caller (header {@code x-conduit-tier}, then a model, alias or tier by name); the other rules;
 * the classifier. Constraints of all matching rules hold for whatever was decided, by whom ever.
 * Source: decisions 0005 and 0017.
 */
public final class RouteTable {
  /** The name that lets the policy choose. */
  public static final String AUTO = "auto";

  static final String PREFIX = "conduit/";

  private final RoutingSnapshot snapshot;
  private final Classifier classifier;
  private final Counsel counsel;
  private final Senses senses;
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
    this.counsel = new Counsel(snapshot.classifier(), snapshot.tiers());
    this.senses = Senses.of(snapshot);
    this.rules =
        IntStream.range(0, snapshot.rules().size())
            .mapToObj(i -> Rule.of(snapshot.rules().get(i), i))
            .toList();
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
    return decided(ask).decision();
  }

  /** Where the request may go, and what the classifier said. */
  public Decided decided(Ask ask) {
    Inquiry about = new Inquiry(ask, senses);
    return new Routing(this, about, constraint(about)).decided();
  }

  /**
   * A decision.
   *
   * @param judged what the classifier said; empty when it had no say
   */
  public record Decided(Decision decision, Optional<Judged> judged) {}

  /** For policies that ask somebody else before they decide. */
  public Deliberation deliberate(Ask ask) {
    return new Deliberation(this, ask);
  }

  /**
   * Who may answer the request a second time; for policies that ask for pairs. May read all of a
   * long request, so not for an event loop.
   *
   * @param answered the tier that did
   */
  public Counterpart counterpart(Ask ask, Tier answered) {
    return new Pairing(this, snapshot.classifier().pairs().orElseThrow(), ask, List.of())
        .of(answered);
  }

  /**
   * Why two answers may not be shown to their judge, by the classes of data that are in them or in
   * the request; empty when they may, or when nobody else judges. Reads all of it, so not for an
   * event loop.
   */
  public Optional<Drop> objection(Ask ask, List<String> answers) {
    return new Pairing(this, snapshot.classifier().pairs().orElseThrow(), ask, answers).objection();
  }

  /** Why the request would go where it goes; slow, and of no effect. */
  public Explanation explain(Ask ask) {
    return new Explaining(this, ask).explain();
  }

  /** What the rules and the classes of data leave. */
  Constraint constraint(Inquiry about) {
    Constraint constraint = Constraint.of(about.dataClasses());
    for (Rule rule : rules) {
      if (rule.action() instanceof RouteRule.Action.Constrain action
          && rule.holds(about) != Holds.NO) {
        constraint = constraint.and(rule.name(), action);
      }
    }
    return constraint;
  }

  /** What the rules add to the score, together. */
  double addedScore(Inquiry about) {
    double sum = 0;
    for (Rule rule : rules) {
      if (rule.action() instanceof RouteRule.Action.AddScore(double score)
          && rule.holds(about) == Holds.YES) {
        sum += score;
      }
    }
    return Math.clamp(sum, -1, 1);
  }

  Optional<Rule> firstRoute(Inquiry about, boolean isByModel) {
    for (Rule rule : rules) {
      if (routes(rule) && rule.isByModel() == isByModel && rule.holds(about) == Holds.YES) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }

  private static boolean routes(Rule rule) {
    return switch (rule.action()) {
      case RouteRule.Action.RouteToTier _, RouteRule.Action.RouteToTarget _ -> true;
      case RouteRule.Action.Constrain _, RouteRule.Action.AddScore _ -> false;
    };
  }

  List<Rule> rules() {
    return rules;
  }

  Senses senses() {
    return senses;
  }

  Counsel counsel() {
    return counsel;
  }

  Classifier classifier() {
    return classifier;
  }

  /** By tier, the light ones first; tiers without targets that may be drawn are not in it. */
  Map<Tier, Choice> tiers() {
    return tiers;
  }

  /** By the name that a caller may ask for. */
  Optional<Choice> model(String name) {
    return Optional.ofNullable(models.get(name));
  }

  Optional<Choice> target(TargetId id) {
    return Optional.ofNullable(targets.get(id));
  }

  TargetBalance targetBalance() {
    return snapshot.targetBalance().orElse(TargetBalance.WEIGHTED);
  }

  boolean keepsConversations() {
    return snapshot.stickiness().orElse(Stickiness.DEFAULT).conversation();
  }
}
