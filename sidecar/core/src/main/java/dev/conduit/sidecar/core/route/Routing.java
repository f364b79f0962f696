// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import dev.conduit.contract.Cascade;
import dev.conduit.contract.RouteRule;
import dev.conduit.contract.Target;
import dev.conduit.contract.TargetId;
import dev.conduit.contract.Tier;
import dev.conduit.sidecar.core.classify.Advice;
import dev.conduit.sidecar.core.classify.Classification;
import dev.conduit.sidecar.core.exchange.Api;
import dev.conduit.sidecar.core.exchange.RequestFacts;
import dev.conduit.sidecar.core.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The way of one request through a table: who has the say, and to which tier or target that leads.
 * Which targets are left there is {@link Selection}'s. Confined to one call. Source: decisions 0005
 * and 0017.
 */
final class Routing {
  /** The reasons of what goes on without being decided anew. */
  static final String TOOL_LOOP = "tool-loop";

  static final String REPEAT = "repeat";

  /** The reason of what is not decided by what the text is like. */
  static final String EMBEDDINGS = "embeddings";

  private final RouteTable table;
  private final Inquiry about;
  private final Selection selection;
  private final Advice advice;
  private final Once<Judged> judged = new Once<>();

  Routing(RouteTable table, Inquiry about, Constraint constraint) {
    this(table, about, constraint, Advice.NONE);
  }

  Routing(RouteTable table, Inquiry about, Constraint constraint, Advice advice) {
    this.table = table;
    this.about = about;
    this.selection = new Selection(table, about, constraint);
    this.advice = advice;
  }

  Decision decide() {
    Optional<Decision> settled = settled();
    return settled.isPresent() ? settled.get() : byClassifier();
  }

  /** What is decided by somebody who comes before the classifier; empty when it is the one. */
  Optional<Decision> settled() {
    Optional<Failure> unknown = unknownClass();
    if (unknown.isPresent()) {
      return Optional.of(new Decision.Refused(unknown.get()));
    }
    Optional<Target> loop = loopTarget();
    if (loop.isPresent()) {
      return Optional.of(selection.alone(loop.get(), loopReason()));
    }
    Optional<Rule> byModel = table.firstRoute(about, true);
    if (byModel.isPresent()) {
      return Optional.of(byRule(byModel.get()));
    }
    Optional<String> tier = about.ask().tier();
    if (tier.isPresent()) {
      return Optional.of(byHeader(tier.get()));
    }
    String model = about.facts().model();
    if (!isAuto(model)) {
      return Optional.of(byName(model));
    }
    Optional<Decision> byRule = table.firstRoute(about, false).map(this::byRule);
    return byRule.isEmpty() && about.facts().api() == Api.EMBEDDINGS
        ? Optional.of(embedded())
        : byRule;
  }

  /**
   * The default tier's first model and no other, for vectors of two models do not compare: neither
   * by what the text is like, nor where it does not fit or nobody answers.
   */
  private Decision embedded() {
    Tier tier = table.snapshot().classifier().defaultTier();
    Choice choice = table.tiers().get(tier);
    if (choice == null) {
      return Selection.notReady(tier.name());
    }
    String model = choice.targets().getFirst().model();
    List<Target> same =
        choice.targets().stream().filter(target -> target.model().equals(model)).toList();
    return selection.routed(Choice.of(same, List.of()), RouteTable.AUTO, EMBEDDINGS);
  }

  /** A class that is misspelt would be held back from nobody, so it is refused. */
  private Optional<Failure> unknownClass() {
    List<String> declared = about.declaredClasses();
    if (declared.isEmpty()) {
      return Optional.empty();
    }
    Set<String> known = table.senses().knownClasses();
    return declared.stream()
        .filter(name -> !known.isEmpty() && !known.contains(name))
        .findFirst()
        .map(
            name ->
                new Failure.BadRequest(
                    "unknown_data_class",
                    "header x-conduit-data-class: \""
                        + Selection.shown(name)
                        + "\" is not a class of this policy; there are: "
                        + String.join(", ", known),
                    "x-conduit-data-class"));
  }

  /**
   * The model that called the tools, while the policy still has it: another would be handed calls
   * that it never made. A guess is no ground to refuse: who is not known is routed as any other.
   */
  private Optional<Target> loopTarget() {
    RequestFacts facts = about.facts();
    boolean isRepeat = facts.hasTools() && about.ask().circumstances().isRepeat();
    if (!facts.turn().inToolLoop() && !isRepeat) {
      return Optional.empty();
    }
    return about
        .ask()
        .circumstances()
        .turn()
        .flatMap(
            stay ->
                table
                    .target(stay.target())
                    .map(choice -> choice.targets().getFirst())
                    .filter(target -> !stay.isGuess() || selection.mayTake(target)));
  }

  private String loopReason() {
    return about.facts().turn().inToolLoop() ? TOOL_LOOP : REPEAT;
  }

  private Decision byRule(Rule rule) {
    return switch (rule.action()) {
      case RouteRule.Action.RouteToTier(Tier tier) -> selection.toTier(tier, true, rule.reason());
      case RouteRule.Action.RouteToTarget(TargetId id) ->
          table
              .target(id)
              .map(choice -> selection.routed(choice, id.value(), rule.reason()))
              .orElseGet(() -> Selection.notReady(id.value()));
      case RouteRule.Action.Constrain _, RouteRule.Action.AddScore _ -> byClassifier();
    };
  }

  private Decision byHeader(String name) {
    for (Tier tier : table.tiers().keySet()) {
      if (tier.name().equals(name)) {
        return selection.toTier(tier, false, "header:x-conduit-tier");
      }
    }
    String message =
        "header x-conduit-tier: \""
            + Selection.shown(name)
            + "\" is not a tier; there are: "
            + table.tiers().keySet();
    return new Decision.Refused(new Failure.BadRequest("unknown_tier", message, "x-conduit-tier"));
  }

  private Decision byName(String model) {
    String plain =
        model.startsWith(RouteTable.PREFIX) ? model.substring(RouteTable.PREFIX.length()) : model;
    for (Tier tier : table.tiers().keySet()) {
      if (tier.name().equals(plain)) {
        return selection.toTier(tier, false, "explicit:tier");
      }
    }
    return table
        .model(model)
        .map(choice -> selection.routed(choice, model, "explicit:model"))
        .orElseGet(
            () ->
                new Decision.Refused(
                    new Failure.UnknownModel(Selection.shown(model), table.names())));
  }

  private Judged judge() {
    double added = table.addedScore(about);
    return new Judged(table.classifier().classify(about.facts(), added), added);
  }

  /** The decision, and what our own classifier said, if it was asked. */
  RouteTable.Decided decided() {
    return new RouteTable.Decided(decide(), judged.known());
  }

  private Decision byClassifier() {
    double added = advice == Advice.NONE ? 0 : table.addedScore(about);
    Optional<Classification> advised = table.counsel().weigh(advice, about.facts(), added);
    return advised.isPresent() ? byAdvice(advised.get(), added) : byOwnClassifier();
  }

  private Decision byAdvice(Classification answer, double added) {
    boolean isNudged = added != 0 && advice instanceof Advice.Scored;
    return byScore(answer, answer.reason() + (isNudged ? ";score-by-rule" : ""));
  }

  private Decision byOwnClassifier() {
    Judged said = judged.get(this::judge);
    String reason = said.answer().reason();
    if (advice instanceof Advice.Absent(Advice.Why why) && why != Advice.Why.NOT_ASKED) {
      reason += ";classifier-" + why.label();
    }
    return byScore(said.answer(), said.added() == 0 ? reason : reason + ";score-by-rule");
  }

  private Decision byScore(Classification answer, String reason) {
    Optional<Tier> kept = keptTier(answer.tier());
    return kept.map(tier -> selection.toTier(tier, true, reason + ";conversation"))
        .orElseGet(() -> selection.toTier(answer.tier(), true, reason));
  }

  /** Lighter tiers that may answer first. A conversation does not go below the tier it is on. */
  Optional<Steps> steps(Cascade cascade) {
    if (about.facts().turn().inToolLoop()
        || settled().isPresent()
        || !(byClassifier() instanceof Decision.Routed(List<Target> decided, _))) {
      return Optional.empty();
    }
    List<Tier> order = table.snapshot().tiers();
    Tier start = keptTier(cascade.startTier()).orElse(cascade.startTier());
    int chosen = order.indexOf(decided.getFirst().tier());
    int end = Math.max(chosen, cascade.escalateTo().map(order::indexOf).orElse(chosen));
    List<List<Target>> steps = new ArrayList<>();
    for (int i = order.indexOf(start); i < end; i++) {
      Tier tier = order.get(i);
      List<Target> own = selection.only(tier);
      if (!own.isEmpty()) {
        steps.add(own);
      }
    }
    List<Target> heaviest = end == chosen ? decided : selection.left(order.get(end));
    List<Target> last = heaviest.isEmpty() && !steps.isEmpty() ? steps.removeLast() : heaviest;
    return steps.isEmpty() ? Optional.empty() : Optional.of(new Steps(steps, last));
  }

  /** A conversation never gets lighter; empty where it has nothing to say. */
  private Optional<Tier> keptTier(Tier wanted) {
    if (!table.keepsConversations() || about.facts().turn().isFirst()) {
      return Optional.empty();
    }
    List<Tier> order = table.snapshot().tiers();
    return about
        .ask()
        .circumstances()
        .conversation()
        .map(Stay::tier)
        .filter(tier -> order.indexOf(tier) > order.indexOf(wanted));
  }

  private static boolean isAuto(String model) {
    return model.equals(RouteTable.AUTO) || model.equals(RouteTable.PREFIX + RouteTable.AUTO);
  }
}
