// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import dev.conduit.contract.Target;
import dev.conduit.contract.TargetBalance;
import dev.conduit.contract.TargetId;
import dev.conduit.contract.Tier;
import dev.conduit.contract.Tokens;
import dev.conduit.sidecar.core.exchange.RequestFacts;
import dev.conduit.sidecar.core.failure.Failure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which targets are left for one request, and in what order: by constraints, context windows,
 * weights or ranking, and who answered before. Confined to one call. Source: decision 0017.
 */
final class Selection {
  private final RouteTable table;
  private final Inquiry about;
  private final Constraint constraint;
  private final Window window;

  Selection(RouteTable table, Inquiry about, Constraint constraint) {
    this.table = table;
    this.about = about;
    this.constraint = constraint;
    this.window = Window.of(about.facts());
  }

  /** Whether constraints and its window let it answer. */
  boolean mayTake(Target target) {
    return constraint.allows(target) && window.mayFit(target);
  }

  /** It, or nobody. */
  Decision alone(Target target, String reason) {
    if (!constraint.allows(target)) {
      return forbidden(target.id().value());
    }
    return window.mayFit(target)
        ? new Decision.Routed(List.of(target), reason)
        : tooLong(List.of(target));
  }

  /**
   * Targets of the tier; if none will do and the caller did not ask for this very tier, of the next
   * heavier that has one, then of the next lighter.
   */
  Decision toTier(Tier wanted, boolean mayMove, String reason) {
    List<Target> own = left(wanted);
    if (!own.isEmpty()) {
      return new Decision.Routed(own, reason);
    }
    List<Target> allowed = new ArrayList<>();
    for (Tier tier : mayMove ? nearest(wanted) : List.of(wanted)) {
      List<Target> left = left(tier);
      if (!left.isEmpty()) {
        return new Decision.Routed(left, moved(wanted, reason));
      }
      Choice choice = table.tiers().get(tier);
      if (choice != null) {
        choice.targets().stream().filter(constraint::allows).forEach(allowed::add);
      }
    }
    if (!allowed.isEmpty()) {
      return tight(allowed, reason);
    }
    boolean isThere = mayMove ? !table.tiers().isEmpty() : table.tiers().containsKey(wanted);
    return isThere ? forbidden(mayMove ? RouteTable.AUTO : wanted.name()) : notReady(wanted.name());
  }

  /** Those of the tier that are left, without the fallbacks of other tiers. */
  List<Target> only(Tier tier) {
    return left(tier).stream().filter(target -> target.tier().equals(tier)).toList();
  }

  /** Those of the tier that are left, with the policy's fallbacks after them. */
  List<Target> left(Tier tier) {
    Choice choice = table.tiers().get(tier);
    return choice == null ? List.of() : draw(choice);
  }

  private List<Tier> nearest(Tier wanted) {
    List<Tier> order = table.snapshot().tiers();
    int at = order.indexOf(wanted);
    List<Tier> nearest = new ArrayList<>(order.subList(at, order.size()));
    nearest.addAll(order.subList(0, at).reversed());
    return nearest;
  }

  private String moved(Tier from, String reason) {
    Choice choice = table.tiers().get(from);
    boolean isAllowed = choice != null && choice.targets().stream().anyMatch(constraint::allows);
    return reason + (isAllowed ? ";context-window" : ";constrained");
  }

  /** Targets of the choice; a refusal names what was asked for. */
  Decision routed(Choice choice, String asked, String reason) {
    List<Target> left = draw(choice);
    if (!left.isEmpty()) {
      return new Decision.Routed(left, reason);
    }
    List<Target> allowed = choice.targets().stream().filter(constraint::allows).toList();
    return allowed.isEmpty() ? forbidden(asked) : tight(allowed, reason);
  }

  private List<Target> draw(Choice choice) {
    long entropy = entropy();
    List<Target> drawn =
        constraint.isOpen() && choice.all(window::fits)
            ? choice.draw(entropy)
            : choice.draw(entropy, target -> constraint.allows(target) && window.fits(target));
    boolean isRanked = table.targetBalance() != TargetBalance.WEIGHTED && drawn.size() > 1;
    List<Target> ranked = isRanked ? ranking().of(choice.targets(), drawn) : drawn;
    return stay().map(id -> first(id, choice, ranked)).orElse(ranked);
  }

  Ranking ranking() {
    return new Ranking(
        table.targetBalance(), about.facts(), about.ask().circumstances().outlook(), entropy());
  }

  /** Requests that offer tools are drawn by what was said, so that a loop draws the same again. */
  private long entropy() {
    RequestFacts facts = about.facts();
    return facts.hasTools() && facts.turn().current() != 0
        ? facts.turn().current()
        : about.ask().entropy();
  }

  /** Who answered before goes on, where that costs nothing: its cache knows the beginning. */
  Optional<TargetId> stay() {
    Circumstances now = about.ask().circumstances();
    if (now.turn().isEmpty() && now.conversation().isEmpty()) {
      return Optional.empty();
    }
    Optional<Stay> last = about.facts().hasTools() ? now.turn() : Optional.empty();
    Optional<Stay> before =
        table.keepsConversations() && !about.facts().turn().isFirst()
            ? now.conversation()
            : Optional.empty();
    return last.or(() -> before).map(Stay::target);
  }

  private static List<Target> first(TargetId id, Choice choice, List<Target> drawn) {
    boolean isOwn = choice.targets().stream().anyMatch(target -> target.id().equals(id));
    if (!isOwn || drawn.stream().noneMatch(target -> target.id().equals(id))) {
      return drawn;
    }
    List<Target> order = new ArrayList<>(drawn.size());
    drawn.stream().filter(target -> target.id().equals(id)).forEach(order::add);
    drawn.stream().filter(target -> !target.id().equals(id)).forEach(order::add);
    return order;
  }

  /** Nothing fits by the estimate: the largest windows may, for the estimate is one. */
  private Decision tight(List<Target> allowed, String reason) {
    List<Target> left =
        allowed.stream()
            .filter(window::mayFit)
            .sorted(Comparator.comparing(Target::contextTokens).reversed())
            .toList();
    return left.isEmpty()
        ? tooLong(allowed)
        : new Decision.Routed(left, reason + ";context-window-tight");
  }

  private Decision tooLong(List<Target> allowed) {
    Tokens largest =
        allowed.stream().map(Target::contextTokens).max(Tokens::compareTo).orElse(Tokens.ZERO);
    return new Decision.Refused(
        new Failure.ContextTooLong(largest, window.prompt(), window.answer()));
  }

  private Decision forbidden(String asked) {
    return new Decision.Refused(new Failure.Forbidden(shown(asked), constraint.words()));
  }

  static Decision notReady(String asked) {
    return new Decision.Refused(new Failure.NoReadyEndpoint(List.of(asked)));
  }

  /** Names come from callers: long ones are cut before they go into a message. */
  static String shown(String model) {
    return model.length() <= 128 ? model : model.substring(0, 128) + "...";
  }
}
