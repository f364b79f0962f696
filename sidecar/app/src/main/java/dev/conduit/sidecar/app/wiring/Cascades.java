// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import dev.conduit.contract.Cascade;
import dev.conduit.contract.Target;
import dev.conduit.contract.Tier;
import dev.conduit.sidecar.app.cascade.Demands;
import dev.conduit.sidecar.app.cascade.Flaw;
import dev.conduit.sidecar.app.cascade.Verdict;
import dev.conduit.sidecar.app.cascade.Verifier;
import dev.conduit.sidecar.app.telemetry.CascadeMeters;
import dev.conduit.sidecar.app.telemetry.TargetMeters;
import dev.conduit.sidecar.app.upstream.Forwarder;
import dev.conduit.sidecar.core.exchange.Api;
import dev.conduit.sidecar.core.route.Deliberation;
import dev.conduit.sidecar.core.route.Steps;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Decides which requests are answered by a lighter tier first, and has the answers checked beside
 * the event loop: schemas are of callers, and may take long. Confined to one event loop.
 */
final class Cascades {
  private static final int CHECKERS = 2;

  /** Answers that wait to be checked; each is held in memory. */
  private static final int MOST_WAITING = 64;

  private static final Verdict UNCHECKED = new Verdict.Flawed(Flaw.UNCHECKED);

  private final Vertx vertx;
  private final DataPlane plane;
  private final Forwarder forwarder;
  private final WorkerExecutor checkers;
  private int waiting;

  Cascades(Vertx vertx, DataPlane plane, Forwarder forwarder) {
    this.vertx = vertx;
    this.plane = plane;
    this.forwarder = forwarder;
    this.checkers = vertx.createSharedWorkerExecutor("conduit-cascade", CHECKERS);
  }

  /** True when the request went into a cascade, which answers it. */
  boolean begin(Exchange x) {
    Optional<Cascade> policy = x.current.snapshot().cascade();
    Deliberation deliberation = x.deliberation;
    if (policy.isEmpty() || deliberation == null || x.api() != Api.CHAT) {
      return false;
    }
    forwarder.escalations().request();
    Optional<Steps> steps = deliberation.steps(x.advice);
    return steps.isPresent() && begin(x, policy.get(), steps.get());
  }

  private boolean begin(Exchange x, Cascade policy, Steps steps) {
    Tier first = steps.tiers().getFirst();
    if (x.isStream() && !policy.buffersStreams()) {
      return skip(first, "stream");
    }
    boolean isLimited = x.facts().maxTokens().value() > 0;
    Optional<Demands> demands =
        Demands.of(x.body.buffer().getBytes(), isLimited)
            .filter(one -> one.isVerifiable(policy.verify()));
    if (demands.isEmpty()) {
      return skip(first, "unverifiable");
    }
    if (!forwarder.escalations().take(policy.budgetPercent())) {
      return skip(first, "budget");
    }
    new CascadeRun(this, x, policy, steps, demands.get()).start();
    return true;
  }

  private boolean skip(Tier first, String why) {
    meters().skipped(first, why);
    return false;
  }

  /** An answer to be checked. */
  @SuppressWarnings("ArrayRecordComponent") // Read only, and as large as answers are.
  record Check(Cascade.Verify by, Demands demands, byte[] answer) {
    Verdict verdict() {
      return Verifier.verify(by, demands, answer);
    }

    @Override
    public String toString() {
      return "Check[" + answer.length + " bytes]";
    }
  }

  /** Calls {@code then} once, at the limit at the latest: what takes longer is not verified. */
  void check(Check one, Duration limit, Consumer<Verdict> then) {
    if (waiting >= MOST_WAITING) {
      then.accept(UNCHECKED);
      return;
    }
    waiting++;
    Promise<Verdict> verdict = Promise.promise();
    long millis = Math.max(1, limit.toMillis());
    long timer = vertx.setTimer(millis, _ -> verdict.tryComplete(UNCHECKED));
    checkers
        .executeBlocking(one::verdict, false)
        .onComplete(_ -> waiting--)
        .onSuccess(verdict::tryComplete)
        .onFailure(_ -> verdict.tryComplete(UNCHECKED));
    verdict
        .future()
        .onSuccess(
            found -> {
              vertx.cancelTimer(timer);
              then.accept(found);
            });
  }

  Forwarder forwarder() {
    return forwarder;
  }

  CascadeMeters meters() {
    return plane.meters().cascade();
  }

  TargetMeters of(Exchange x, Target target) {
    return plane.meters().of(target, x.api());
  }
}
