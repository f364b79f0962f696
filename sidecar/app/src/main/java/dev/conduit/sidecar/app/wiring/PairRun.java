// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import dev.conduit.contract.Pairs;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Target;
import dev.conduit.contract.TargetId;
import dev.conduit.sidecar.app.cascade.Demands;
import dev.conduit.sidecar.app.consult.RemoteJudge;
import dev.conduit.sidecar.app.pairs.ChatAnswer;
import dev.conduit.sidecar.app.pairs.ExactJudge;
import dev.conduit.sidecar.app.upstream.Forwarding;
import dev.conduit.sidecar.app.upstream.LiveEndpoint;
import dev.conduit.sidecar.app.upstream.LiveTarget;
import dev.conduit.sidecar.core.meter.Tariff;
import dev.conduit.sidecar.core.meter.Usage;
import dev.conduit.sidecar.core.pair.Drop;
import dev.conduit.sidecar.core.pair.Judgement;
import dev.conduit.sidecar.core.pair.Skip;
import dev.conduit.sidecar.core.route.Counterpart;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A request that was answered, on its way to a second answer and to a judge. Confined to one event
 * loop; ends once, by one of the calls to its {@link Pairings}.
 *
 * <pre>
 *   read --> asked --> judged
 *     |        |          |
 *     |        +----------+--> dropped
 *     +--> skipped
 * </pre>
 */
final class PairRun {
  private static final Logger LOG = Logger.getLogger(PairRun.class);

  /** Requests that an endpoint has not finished, of this process, from which on it is let alone. */
  static final int BUSY = 4;

  private final Pairings pairings;
  private final Exchange x;
  private final byte[] bytes;
  private final Pairs pairs;
  private final Target answeredBy;
  private @Nullable Forwarding forwarding;
  private boolean isJudging;
  private long answerTokens;
  private boolean isOver;

  /**
   * @param bytes of the answer that the caller got
   */
  PairRun(Pairings pairings, Exchange x, byte[] bytes) {
    this.pairings = pairings;
    this.x = x;
    this.bytes = bytes;
    this.pairs = snapshot().classifier().pairs().orElseThrow();
    this.answeredBy = x.answeredBy();
  }

  /** Both answers. */
  record Both(ChatAnswer light, Target lightBy, ChatAnswer heavy, Target heavyBy) {}

  /** What was found out before the judge is asked. */
  private sealed interface Answers {
    /** It may see them. */
    record Ready(Both both) implements Answers {}

    /** It may not, or there are not two. */
    record Not(Drop why) implements Answers {}
  }

  /** What was found out before anybody is asked. */
  private sealed interface Found {
    /** The other tier is to answer. */
    record Ready(ChatAnswer first, Counterpart.Wanted other) implements Found {}

    /** It is not. */
    record Not(Skip why) implements Found {}
  }

  Pairs pairs() {
    return pairs;
  }

  RemoteJudge hook() {
    return pairings.judge();
  }

  RoutingSnapshot snapshot() {
    return x.current.snapshot();
  }

  Exchange exchange() {
    return x;
  }

  void start() {
    if (pairings.plane().isDraining()) {
      pairings.skipped(this, Skip.DRAINING);
    } else if (!isCurrent()) {
      pairings.skipped(this, Skip.POLICY_CHANGED);
    } else {
      beside(this::read, this::read, new Found.Not(Skip.UNREADABLE));
    }
  }

  /** What a policy allowed that is no longer in force, nobody is asked. */
  boolean isCurrent() {
    return pairings
        .plane()
        .current()
        .filter(now -> now.snapshot().revision().equals(snapshot().revision()))
        .isPresent();
  }

  <T> void beside(Callable<T> work, Consumer<T> then, T otherwise) {
    pairings.beside(work, result -> guarded(() -> then.accept(result)), otherwise);
  }

  /** Whatever goes wrong, the pair ends: its slot would be taken for good. */
  void guarded(Runnable step) {
    try {
      step.run();
    } catch (Throwable e) {
      log(e);
      drop(Drop.FAULT);
    }
  }

  /** Only the kind: messages of exceptions may quote what was read. */
  static void log(Throwable e) {
    LOG.warnf("a pair is given up: exception=%s", e.getClass().getName());
  }

  private Found read() {
    Optional<ChatAnswer> first = ChatAnswer.read(bytes);
    if (first.isEmpty()) {
      return new Found.Not(Skip.UNREADABLE);
    }
    if (pairs.judge() instanceof Pairs.Judge.Schema && demands().isEmpty()) {
      return new Found.Not(Skip.UNVERIFIABLE);
    }
    return switch (x.current.routes().counterpart(x.ask(), answeredBy.tier())) {
      case Counterpart.Wanted wanted ->
          isHopeless(first.get().text(), wanted)
              ? new Found.Not(Skip.UNVERIFIABLE)
              : new Found.Ready(first.get(), wanted);
      case Counterpart.Unwanted(Skip why) -> new Found.Not(why);
    };
  }

  /** The heavier answer is there and is no key, whatever the lighter one says. */
  private boolean isHopeless(String first, Counterpart.Wanted other) {
    return pairs.judge() instanceof Pairs.Judge.Exact
        && !other.isHeavier()
        && ExactJudge.judge(first, first) instanceof Judgement.None;
  }

  /** What the answers' form is held against; empty where the request asks for none. */
  Optional<Demands> demands() {
    return Demands.of(x.body.buffer().getBytes(), x.facts().maxTokens().value() > 0)
        .filter(one -> one.isVerifiable(PairJudging.FORM));
  }

  private void read(Found found) {
    if (isOver) {
      return;
    }
    switch (found) {
      case Found.Not(Skip why) -> pairings.skipped(this, why);
      case Found.Ready(ChatAnswer first, Counterpart.Wanted other) -> ask(first, other);
    }
  }

  /** Why the judge could not say anything of it; asked before anything is paid for. */
  private Optional<Skip> objection(ChatAnswer first) {
    if (!isCurrent()) {
      return Optional.of(Skip.POLICY_CHANGED);
    }
    return switch (pairs.judge()) {
      case Pairs.Judge.Exact _, Pairs.Judge.Schema _ -> Optional.empty();
      case Pairs.Judge.Hook hook ->
          hook().allows(hook) ? Optional.empty() : Optional.of(Skip.JUDGE_UNREADY);
      case Pairs.Judge.Model(TargetId id, _) -> {
        if (!fits(id, tokens(first))) {
          yield Optional.of(Skip.TOO_LARGE);
        }
        yield free(id).isEmpty() ? Optional.of(Skip.JUDGE_UNREADY) : Optional.empty();
      }
    };
  }

  /** Whether the question to the judge is within its context, as far as that is known. */
  private boolean fits(TargetId judge, long answers) {
    return target(judge).stream()
        .mapToLong(t -> t.contextTokens().value())
        .noneMatch(most -> most > 0 && x.facts().promptTokens().value() + answers > most);
  }

  private List<Target> target(TargetId id) {
    return snapshot().targets().stream().filter(t -> t.id().equals(id)).toList();
  }

  /** The target, if it can take a call in the background now. */
  List<LiveTarget> free(TargetId id) {
    return x.current.fleet().of(target(id)).stream()
        .filter(PairRun::isReady)
        .filter(one -> one.load() < BUSY)
        .toList();
  }

  private static long tokens(ChatAnswer answer) {
    return answer.text().length() / 4;
  }

  private void ask(ChatAnswer first, Counterpart.Wanted other) {
    Optional<Skip> objection = objection(first);
    if (objection.isPresent()) {
      pairings.skipped(this, objection.get());
      return;
    }
    List<LiveTarget> ready =
        x.current.fleet().of(other.targets()).stream().filter(PairRun::isReady).toList();
    List<LiveTarget> free = ready.stream().filter(one -> one.load() < BUSY).toList();
    if (free.isEmpty()) {
      pairings.skipped(this, ready.isEmpty() ? Skip.UNREADY : Skip.BUSY);
      return;
    }
    call(
        free,
        new AskedAgain(x),
        complete ->
            beside(
                () -> both(first, complete, other), this::judge, new Answers.Not(Drop.UNREADABLE)));
  }

  static boolean isReady(LiveTarget target) {
    return target.endpoints().stream().anyMatch(LiveEndpoint::isReady);
  }

  /** Read beside the event loop: what is in both answers decides who may see them. */
  private Answers both(
      ChatAnswer first, BackgroundCall.Outcome.Complete complete, Counterpart.Wanted other) {
    Target by = complete.by();
    Optional<ChatAnswer> read = ChatAnswer.read(complete.body());
    if (read.isEmpty()) {
      return new Answers.Not(Drop.UNREADABLE);
    }
    ChatAnswer second = read.get();
    Both both =
        other.isHeavier()
            ? new Both(first, answeredBy, second, by)
            : new Both(second, by, first, answeredBy);
    Function<Drop, Answers> not = Answers.Not::new;
    return x.current
        .routes()
        .objection(x.ask(), List.of(first.text(), second.text()))
        .map(not)
        .orElseGet(() -> new Answers.Ready(both));
  }

  /** Asks somebody in the background; the run ends here unless there is a complete answer. */
  void call(
      List<LiveTarget> candidates,
      BackgroundCall.Content content,
      Consumer<BackgroundCall.Outcome.Complete> then) {
    BackgroundCall call =
        new BackgroundCall(
            candidates,
            content,
            pairs.maxAnswer().value(),
            outcome -> guarded(() -> heard(outcome, then)));
    Forwarding begun =
        pairings.forwarder().forward(x.current.fleet().once(), call, pairs.timeout());
    forwarding = begun;
    begun.start();
  }

  private void heard(
      BackgroundCall.Outcome outcome, Consumer<BackgroundCall.Outcome.Complete> then) {
    switch (outcome) {
      case BackgroundCall.Outcome.Complete complete -> {
        count(complete);
        if (!isOver) {
          then.accept(complete);
        }
      }
      case BackgroundCall.Outcome.None(Drop why) -> {
        boolean wasRead = why == Drop.ANSWER_TOO_LONG;
        boolean wasWork = wasRead || why == Drop.SLOW;
        pairings
            .plane()
            .pairs()
            .spent(wasWork ? estimate(wasRead ? pairs.maxAnswer().value() : 0) : 0);
        drop(isJudging ? ofJudge(why) : why);
        Forwarding now = forwarding;
        if ((wasRead || why == Drop.FAULT) && now != null) {
          now.cancel();
        }
      }
    }
  }

  private static Drop ofJudge(Drop why) {
    return switch (why) {
      case SLOW -> Drop.JUDGE_SLOW;
      case ANSWER_TOO_LONG -> Drop.JUDGE_MALFORMED;
      case FAULT -> Drop.FAULT;
      default -> Drop.JUDGE_ERROR;
    };
  }

  private void count(BackgroundCall.Outcome.Complete complete) {
    Target by = complete.by();
    Optional<Usage> usage = complete.answer().usage();
    usage.ifPresent(u -> pairings.meters().used(by, u, Tariff.dollars(by.price(), u)));
    pairings
        .plane()
        .pairs()
        .spent(
            usage
                .map(u -> u.inputTokens() + u.outputTokens())
                .orElseGet(() -> estimate(complete.body().length)));
  }

  /**
   * Of a call whose engine does not say: the prompt, for a judge with both answers, and four bytes
   * a token.
   */
  private long estimate(long answerBytes) {
    return x.facts().promptTokens().value() + answerTokens + answerBytes / 4;
  }

  private void judge(Answers answers) {
    switch (answers) {
      case Answers.Not(Drop why) -> drop(why);
      case Answers.Ready(Both both) -> judge(both);
    }
  }

  private void judge(Both both) {
    if (isOver) {
      return;
    }
    if (!isCurrent()) {
      drop(Drop.POLICY_CHANGED);
      return;
    }
    new PairJudging(this, both).start();
  }

  /** From now on a model is asked, with both answers: what fails is the judge's. */
  void judging(Both both) {
    isJudging = true;
    answerTokens = tokens(both.light()) + tokens(both.heavy());
  }

  /** Whether the judge's window takes the question, as far as that is known. */
  boolean fits(TargetId judge) {
    return fits(judge, answerTokens);
  }

  void judged(Judgement judgement) {
    if (isOver) {
      return;
    }
    if (judgement instanceof Judgement.None(Drop why)) {
      drop(why);
    } else if (pairings.plane().lessons().compared(x, judgement)) {
      isOver = true;
      pairings.judged(this, judgement.gain());
    } else {
      drop(Drop.FORGOTTEN);
    }
  }

  void drop(Drop why) {
    if (!isOver) {
      isOver = true;
      pairings.dropped(this, why);
    }
  }

  /** The end begins: engines are told at once. */
  void cancel() {
    drop(Drop.DRAINING);
    Forwarding now = forwarding;
    if (now != null) {
      now.cancel();
    }
  }
}
