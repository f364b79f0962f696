// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import dev.conduit.contract.Cascade;
import dev.conduit.contract.Classifier;
import dev.conduit.contract.Classifier.ScoreThreshold;
import dev.conduit.contract.Dialect;
import dev.conduit.contract.Pairs;
import dev.conduit.contract.RouteRule;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Target;
import dev.conduit.contract.TargetId;
import dev.conduit.contract.Tier;
import dev.conduit.sidecar.core.classify.Advice;
import dev.conduit.sidecar.core.classify.Classification;
import dev.conduit.sidecar.core.pair.Skip;
import dev.conduit.sidecar.core.route.Explanation.RuleOutcome;
import dev.conduit.sidecar.core.route.Explanation.Standing;
import dev.conduit.sidecar.core.route.Explanation.TargetOutcome;
import dev.conduit.sidecar.core.signal.Signals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Takes the decision as it would be taken, and writes down what it rests on. One call. */
final class Explaining {
  private final RouteTable table;
  private final Inquiry about;
  private final Constraint constraint;
  private final Decision decision;

  Explaining(RouteTable table, Ask ask) {
    this.table = table;
    this.about = new Inquiry(ask, table.senses());
    this.constraint = table.constraint(about);
    this.decision = new Routing(table, about, constraint).decide();
  }

  Explanation explain() {
    RoutingSnapshot snapshot = table.snapshot();
    return new Explanation(
        snapshot.policy().toString(),
        snapshot.revision(),
        model(),
        about.ask().tier(),
        Signals.of(about.facts(), about.data()),
        about.dataClasses(),
        table.rules().stream().map(this::rule).toList(),
        score(),
        table.snapshot().classifier().remote().map(this::asks),
        table.snapshot().cascade().map(this::cascade).orElse(""),
        table.snapshot().classifier().pairs().map(this::pairs).orElse(""),
        constraint.limits(),
        targets(),
        decision);
  }

  private String model() {
    String model = about.facts().model();
    return model.length() <= 128 ? model : model.substring(0, 128) + "...";
  }

  private RuleOutcome rule(Rule rule) {
    Holds holds = rule.holds(about);
    String why =
        rule.conditions().stream()
            .filter(one -> holds != Holds.NO || one.holds(about) == Holds.NO)
            .limit(holds == Holds.NO ? 1 : Long.MAX_VALUE)
            .map(Condition::words)
            .collect(Collectors.joining("; "));
    String words = holds.name().toLowerCase(Locale.ROOT);
    String shown = why.isEmpty() ? "it has no conditions" : holds == Holds.NO ? "not: " + why : why;
    return new RuleOutcome(rule.name(), rule.action(), words, shown);
  }

  private Explanation.Score score() {
    double added = table.addedScore(about);
    Classification answer = table.classifier().classify(about.facts(), added);
    List<ScoreThreshold> thresholds = table.classifier().thresholds();
    boolean isByScore = !thresholds.isEmpty() && !answer.reason().startsWith("length:");
    return new Explanation.Score(
        answer.tier(),
        isByScore ? Optional.of(answer.score()) : Optional.empty(),
        added,
        answer.reason(),
        thresholds);
  }

  private String cascade(Cascade cascade) {
    Optional<Steps> steps = new Deliberation(table, about, constraint).steps(Advice.NONE);
    if (steps.isEmpty()) {
      return "does not apply: "
          + (isByClassifier() ? "no lighter tier may answer first" : "not the classifier decides");
    }
    if (about.facts().isStream() && !cascade.buffersStreams()) {
      return "does not apply: the request is streamed";
    }
    String tiers =
        steps.get().tiers().stream().map(Tier::name).collect(Collectors.joining(", then "));
    return tiers + ", as far as the answer before is not good enough: " + checks(cascade.verify());
  }

  private String pairs(Pairs pairs) {
    if (!(decision instanceof Decision.Routed(List<Target> targets, _))) {
      return "not: it is refused";
    }
    Tier answered = targets.getFirst().tier();
    return switch (table.counterpart(about.ask(), answered)) {
      case Counterpart.Unwanted(Skip why) -> "not: " + words(why);
      case Counterpart.Wanted(var others, _) ->
          others.getFirst().tier()
              + " answers also, in the background, "
              + BigDecimal.valueOf(pairs.share())
                  .movePointRight(2)
                  .stripTrailingZeros()
                  .toPlainString()
              + " % of such requests, by their ids; judged by "
              + judge(pairs.judge())
              + (table.snapshot().cascade().isEmpty() ? "" : "; not what a cascade answers");
    };
  }

  private static String words(Skip why) {
    return switch (why) {
      case TOOLS -> "tools are offered";
      case DECIDED -> "not the classifier decides";
      case DATA_CLASS -> "it is of a class of data that is not to be paired";
      case CONSTRAINED -> "a constraint leaves nobody else to answer or to judge";
      case NO_OTHER_TIER -> "there is no other tier";
      case MEDIA -> "it holds an image, sound or a file";
      case TOO_LARGE -> "its prompt is too long for that";
      case FAILED,
          CASCADE,
          ANSWER_TOO_LONG,
          UNREADABLE,
          UNVERIFIABLE,
          UNREADY,
          JUDGE_UNREADY,
          POLICY_CHANGED,
          BUSY,
          BUDGET,
          CONCURRENT,
          DRAINING ->
          why.label();
    };
  }

  private static String judge(Pairs.Judge judge) {
    return switch (judge) {
      case Pairs.Judge.Exact _ -> "their texts";
      case Pairs.Judge.Schema _ -> "the form that was asked for";
      case Pairs.Judge.Hook hook -> hook.url().toString();
      case Pairs.Judge.Model model -> "the model " + model.target();
    };
  }

  private boolean isByClassifier() {
    return !about.facts().turn().inToolLoop()
        && new Routing(table, about, constraint).settled().isEmpty();
  }

  private static String checks(Cascade.Verify verify) {
    List<String> all = new ArrayList<>();
    if (verify.schema()) {
      all.add("the form that was asked for");
    }
    if (verify.toolCalls()) {
      all.add("calls of tools");
    }
    verify.minMeanLogprob().ifPresent(least -> all.add("mean log-probability from " + least));
    verify.minLogprob().ifPresent(least -> all.add("each log-probability from " + least));
    return String.join(", ", all);
  }

  private Explanation.Asks asks(Classifier.Remote remote) {
    String url = remote.url().toString();
    return switch (new Deliberation(table, about, constraint).consultation()) {
      case Consultation.NotNeeded _ ->
          new Explanation.Asks(url, false, "something that comes before it decides");
      case Consultation.Withheld(var classes) ->
          new Explanation.Asks(url, false, "it must not see data of class " + join(classes));
      case Consultation.Wanted _ ->
          new Explanation.Asks(
              url,
              true,
              "for at most "
                  + remote.timeout().toMillis()
                  + " ms, "
                  + (remote.sendsPrompt() ? "with the prompt" : "without the prompt")
                  + "; what follows is what is done when it does not answer");
    };
  }

  private static String join(List<String> names) {
    return String.join(", ", names);
  }

  private List<TargetOutcome> targets() {
    List<TargetOutcome> all = new ArrayList<>();
    List<Target> candidates = decision instanceof Decision.Routed(var list, _) ? list : List.of();
    for (Target target : candidates) {
      boolean isFirst = all.isEmpty();
      String why = isFirst ? first(target, candidates) : "if those above do not answer";
      all.add(outcome(target, isFirst ? Standing.CHOSEN : Standing.NEXT, why));
    }
    for (Target target : table.snapshot().targets()) {
      if (!candidates.contains(target)) {
        all.add(outcome(target, Standing.OUT, objection(target, candidates)));
      }
    }
    return all;
  }

  private String first(Target target, List<Target> candidates) {
    if (goesOn()) {
      return "it answered the turn before";
    }
    if (isNamed(target)) {
      return "it was named";
    }
    if (before().filter(target.id()::equals).isPresent()) {
      return "it answered before in this conversation";
    }
    List<Target> rivals =
        candidates.stream().filter(t -> t.tier().equals(target.tier()) && t.weight() > 0).toList();
    return rivals.size() <= 1
        ? "the first that may answer"
        : new Selection(table, about, constraint).ranking().words(target, rivals);
  }

  /** What goes on has one candidate, whatever was named. */
  private boolean goesOn() {
    return decision instanceof Decision.Routed(_, var reason)
        && (reason.equals(Routing.TOOL_LOOP) || reason.equals(Routing.REPEAT));
  }

  private Optional<TargetId> before() {
    return new Selection(table, about, constraint).stay();
  }

  /** By the caller or by a rule; a tier is no name. */
  private boolean isNamed(Target target) {
    String model = about.facts().model();
    return model.equals(target.model())
        || target.aliases().contains(model)
        || (decision instanceof Decision.Routed(_, var reason)
            && table.rules().stream()
                .anyMatch(
                    rule ->
                        rule.reason().equals(reason)
                            && rule.action() instanceof RouteRule.Action.RouteToTarget));
  }

  private String objection(Target target, List<Target> candidates) {
    if (target.dialect() != Dialect.OPENAI) {
      return "it speaks " + target.dialect() + ", which this version does not";
    }
    String objection = constraint.objection(target);
    Window window = Window.of(about.facts());
    if (!objection.isEmpty()) {
      return objection;
    }
    if (!window.fits(target)) {
      return "its window is too small for " + window.prompt() + " + " + window.answer() + " tokens";
    }
    if (target.weight() == 0) {
      return "its weight is 0: it is for fallback and for callers who name it";
    }
    if (candidates.isEmpty()) {
      return "it was not asked for";
    }
    if (goesOn()) {
      return "another model answered the turn before";
    }
    return target.tier().equals(candidates.getFirst().tier())
        ? "another target was named"
        : "its tier was not decided for";
  }

  private static TargetOutcome outcome(Target target, Standing standing, String why) {
    return new TargetOutcome(
        target.id().value(), target.tier(), target.contextTokens().value(), standing, why);
  }
}
