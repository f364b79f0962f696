// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import dev.conduit.contract.Cascade;
import dev.conduit.contract.Target;
import dev.conduit.sidecar.app.cascade.Demands;
import dev.conduit.sidecar.app.cascade.Flaw;
import dev.conduit.sidecar.app.cascade.Passing;
import dev.conduit.sidecar.app.cascade.Verdict;
import dev.conduit.sidecar.app.learning.Opinion;
import dev.conduit.sidecar.app.upstream.Answer;
import dev.conduit.sidecar.app.upstream.Forwarding;
import dev.conduit.sidecar.core.failure.Failure;
import dev.conduit.sidecar.core.meter.Bill;
import dev.conduit.sidecar.core.meter.Tariff;
import dev.conduit.sidecar.core.meter.Usage;
import dev.conduit.sidecar.core.route.Steps;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through a cascade. Confined to the request's event loop.
 *
 * <pre>
 *   trial --> checked --> passed on
 *     ^          |
 *     +----------+ not good enough, and there is a heavier tier
 *                +--> last: as any request, unchecked
 * </pre>
 *
 * <p>Source: decision 0021.
 */
final class CascadeRun {
  private final Cascades cascades;
  private final Exchange x;
  private final Cascade policy;
  private final Steps steps;
  private final Demands demands;
  private final Target decided;
  private final long startedAt;
  private Duration trialEnds = Duration.ZERO;
  private int step;
  private @Nullable Forwarding forwarding;
  private @Nullable Trial trial;
  private boolean hasEscalated;
  private boolean isOver;

  CascadeRun(Cascades cascades, Exchange x, Cascade policy, Steps steps, Demands demands) {
    this.cascades = cascades;
    this.x = x;
    this.policy = policy;
    this.steps = steps;
    this.demands = demands;
    this.decided = x.candidates.getFirst().target();
    this.startedAt = x.now();
  }

  void start() {
    x.request().response().closeHandler(_ -> cancel());
    next();
  }

  private void next() {
    if (step == steps.trials().size()) {
      last();
      return;
    }
    boolean asksLogprobs = policy.verify().wantsLogprobs() && !demands.wantsLogprobs();
    Trial one =
        new Trial(this, x, x.current.fleet().of(steps.trials().get(step)), policy, asksLogprobs);
    step++;
    trial = one;
    trialEnds = policy.timeout().plusNanos(x.now() - startedAt);
    Duration limit = least(left(), policy.timeout());
    Forwarding begun = cascades.forwarder().forward(x.current.fleet(), one, limit);
    forwarding = begun;
    begun.start();
  }

  private void last() {
    x.candidates = x.current.fleet().of(steps.last());
    Forwarding begun = cascades.forwarder().forward(x.current.fleet(), x, left());
    forwarding = begun;
    trial = null;
    begun.start();
  }

  private static Duration least(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private Duration left() {
    Duration total = x.current.snapshot().resilience().timeouts().total();
    Duration left = total.minusNanos(x.now() - startedAt);
    return left.isPositive() ? left : Duration.ofNanos(1);
  }

  void answered(Trial of, Trial.Complete complete) {
    if (complete.answer().status() >= 300) {
      escalate(new Setback(of, Flaw.STATUS, Optional.empty()));
      return;
    }
    cascades.check(
        new Cascades.Check(policy.verify(), demands, complete.body()),
        least(trialEnds.minusNanos(x.now() - startedAt), left()),
        verdict -> {
          if (!isOver) {
            checked(of, complete, verdict);
          }
        });
  }

  private void checked(Trial of, Trial.Complete complete, Verdict verdict) {
    switch (verdict) {
      case Verdict.Verified(String by) -> {
        cascades.meters().verified(of.asked().tier(), by);
        if (!hasEscalated) {
          x.lesson = new Opinion.Score(x.id(), 1);
        }
        if (!hasEscalated) {
          cascades.forwarder().escalations().giveBack();
        }
        complete.answer().usage().ifPresent(usage -> saved(of.asked(), usage));
        pass(complete, of.asksLogprobs(), ";verified:" + by);
      }
      case Verdict.Flawed(Flaw flaw) -> escalate(new Setback(of, flaw, Optional.of(complete)));
    }
  }

  /** Without an answer that could be checked. */
  void flawed(Trial of, Flaw flaw) {
    Forwarding now = forwarding;
    if (now != null) {
      now.cancel();
    }
    escalate(new Setback(of, flaw, Optional.empty()));
  }

  private void escalate(Setback why) {
    if (isOver) {
      return;
    }
    Target target = why.of().asked();
    Flaw flaw = why.flaw();
    hasEscalated = true;
    if (flaw.isOfModel()) {
      x.lesson = new Opinion.Better(x.id(), true);
    }
    cascades.meters().escalated(target.tier(), flaw.label());
    x.reason += ";escalated:" + flaw.label();
    String before = x.escalated;
    x.escalated += (before.isEmpty() ? "" : ", ") + why.words();
    why.complete()
        .filter(_ -> flaw.isDoubt())
        .ifPresentOrElse(
            held ->
                x.hold(
                    () -> {
                      x.escalated = before;
                      pass(held, why.of().asksLogprobs(), ";unverified");
                    },
                    () -> throwAway(why)),
            () -> throwAway(why));
    x.again();
    next();
  }

  /** Counts what is not going to be passed on. */
  private void throwAway(Setback why) {
    Target target = why.of().asked();
    why.usage().ifPresent(usage -> wasted(target, usage));
    boolean isUnknown = why.usage().isEmpty() && why.of().wasSent();
    if (isUnknown && why.flaw() != Flaw.UNREACHABLE && why.flaw() != Flaw.STATUS) {
      cascades.of(x, target).unbilled();
    }
  }

  /**
   * A trial that came to nothing.
   *
   * @param complete its answer, if there was one that could be checked
   */
  private record Setback(Trial of, Flaw flaw, Optional<Trial.Complete> complete) {
    Optional<Usage> usage() {
      return complete.flatMap(c -> c.answer().usage());
    }

    /** Such as {@code light-model;why=schema;input=11;output=7}. */
    String words() {
      Target target = of.asked();
      String tokens =
          usage().map(u -> ";input=" + u.inputTokens() + ";output=" + u.outputTokens()).orElse("");
      String dollars =
          usage()
              .filter(_ -> target.price().costs())
              .map(u -> String.format(Locale.ROOT, ";usd=%.8f", Tariff.dollars(target.price(), u)))
              .orElse("");
      return target.model() + ";why=" + flaw.label() + tokens + dollars;
    }
  }

  private void wasted(Target target, Usage usage) {
    double dollars = Tariff.dollars(target.price(), usage);
    cascades.of(x, target).wasted(usage, new Bill(dollars, 0, target.price().costs()));
    cascades.meters().wasted(target, dollars);
  }

  private void saved(Target target, Usage usage) {
    boolean isPriced = target.price().costs() && decided.price().costs();
    if (isPriced && !target.tier().equals(decided.tier())) {
      double otherwise = Tariff.dollars(decided.price(), usage);
      cascades.meters().saved(target, otherwise - Tariff.dollars(target.price(), usage));
    }
  }

  private void pass(Trial.Complete complete, boolean hidesLogprobs, String suffix) {
    HttpServerResponse response = x.request().response();
    if (isOver || response.closed()) {
      cancel();
      return;
    }
    Buffer body =
        x.isStream()
            ? Passing.events(complete.body(), hidesLogprobs, x.facts().includesUsage())
            : Passing.whole(complete.body(), hidesLogprobs);
    isOver = true;
    x.reason += suffix;
    x.answeredBy(complete.target(), complete.endpoint());
    x.answering(complete.head());
    if (x.isStream()) {
      response.putHeader("content-type", "text/event-stream; charset=utf-8");
    }
    x.passing();
    response.end(body);
    x.answered(new Answer(complete.answer().status(), complete.answer().usage()));
  }

  /** The caller is gone. */
  private void cancel() {
    if (isOver) {
      return;
    }
    isOver = true;
    x.letGo();
    if (!hasEscalated) {
      cascades.forwarder().escalations().giveBack();
    }
    Trial held = trial;
    if (held != null) {
      held.stop();
    }
    Forwarding now = forwarding;
    if (now != null) {
      now.cancel();
    }
    x.brokenOff(new Failure.ClientGone());
  }
}
