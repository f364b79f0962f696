// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import dev.conduit.contract.Pairs;
import dev.conduit.sidecar.app.consult.RemoteJudge;
import dev.conduit.sidecar.app.telemetry.Ending;
import dev.conduit.sidecar.app.telemetry.PairMeters;
import dev.conduit.sidecar.app.upstream.Forwarder;
import dev.conduit.sidecar.core.exchange.Api;
import dev.conduit.sidecar.core.pair.Drop;
import dev.conduit.sidecar.core.pair.Sample;
import dev.conduit.sidecar.core.pair.Skip;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Has some requests answered by the other tier as well, once their own answer is complete. While a
 * request is served it costs a hash of its id, and a copy of the answer for one of the sample; all
 * else comes after it. Confined to one event loop. Source: decision 0027.
 */
final class Pairings {
  /** Reading and comparing: texts are of callers and engines, and may take long. */
  private static final int THREADS = 1;

  private static final int MOST_BODY = 256 * 1024;

  private final DataPlane plane;
  private final Forwarder forwarder;
  private final RemoteJudge judge;
  private final WorkerExecutor readers;
  private final Context context;
  private final Set<PairRun> open = new HashSet<>();

  /**
   * @param forwarder of calls in the background, with budgets of its own
   */
  Pairings(Vertx vertx, DataPlane plane, Forwarder forwarder, RemoteJudge judge) {
    this.plane = plane;
    this.forwarder = forwarder;
    this.judge = judge;
    this.readers = vertx.createSharedWorkerExecutor("conduit-pairs", THREADS);
    this.context = vertx.getOrCreateContext();
    plane.onDrain(() -> context.runOnContext(_ -> List.copyOf(open).forEach(PairRun::cancel)));
  }

  private static Optional<Pairs> wanted(Exchange x) {
    return x.current
        .snapshot()
        .classifier()
        .pairs()
        .filter(pairs -> x.api() == Api.CHAT && Sample.takes(x.id(), pairs.share()));
  }

  /** A cascade takes the request. */
  void passedOver(Exchange x) {
    wanted(x).ifPresent(_ -> meters().skipped(Skip.CASCADE));
  }

  /** The request is about to be forwarded: keeps a copy of its answer where it is of the sample. */
  void watch(Exchange x) {
    Optional<Pairs> pairs = wanted(x);
    if (pairs.isEmpty()) {
      return;
    }
    Optional<Skip> objection =
        objection(x, pairs.get()).or(() -> plane.pairs().begin(pairs.get().budget()));
    if (objection.isPresent()) {
      meters().skipped(objection.get());
    } else {
      x.copy = new Copy(x.caller(), pairs.get().maxAnswer().value());
    }
  }

  private Optional<Skip> objection(Exchange x, Pairs pairs) {
    if (plane.isDraining()) {
      return Optional.of(Skip.DRAINING);
    }
    if (x.facts().hasTools() || x.facts().turn().inToolLoop()) {
      return Optional.of(Skip.TOOLS);
    }
    if (x.facts().hasMedia()) {
      return Optional.of(Skip.MEDIA);
    }
    boolean isLarge =
        x.body.buffer().length() > MOST_BODY
            || x.facts().promptTokens().compareTo(pairs.maxPrompt()) > 0;
    return isLarge ? Optional.of(Skip.TOO_LARGE) : Optional.empty();
  }

  /** The request has ended, in whatever way. */
  void ended(Exchange x, Ending ending) {
    Copy copy = x.copy;
    if (copy == null) {
      return;
    }
    x.copy = null;
    if (!ending.isGood() || !x.isAnsweredWell()) {
      skip(Skip.FAILED);
    } else if (copy.isTooLong()) {
      skip(Skip.ANSWER_TOO_LONG);
    } else {
      context.runOnContext(_ -> begin(x, copy));
    }
  }

  private void begin(Exchange x, Copy copy) {
    PairRun run = new PairRun(this, x, copy.bytes());
    open.add(run);
    run.guarded(run::start);
  }

  private void skip(Skip why) {
    meters().skipped(why);
    plane.pairs().gaveBack();
  }

  /** Nothing was asked. */
  void skipped(PairRun run, Skip why) {
    if (open.remove(run)) {
      skip(why);
    }
  }

  /** Something was asked, and nothing came of it. */
  void dropped(PairRun run, Drop why) {
    if (open.remove(run)) {
      meters().dropped(why);
      plane.pairs().ended();
    }
  }

  /** The pair says something. */
  void judged(PairRun run, double gain) {
    if (open.remove(run)) {
      meters().judged(gain);
      plane.pairs().ended();
    }
  }

  /** Runs it beside the event loop, and {@code then} on it; {@code otherwise} when it throws. */
  <T> void beside(Callable<T> work, Consumer<T> then, T otherwise) {
    readers
        .executeBlocking(work, false)
        .onFailure(PairRun::log)
        .onComplete(done -> then.accept(done.succeeded() ? done.result() : otherwise));
  }

  DataPlane plane() {
    return plane;
  }

  Forwarder forwarder() {
    return forwarder;
  }

  RemoteJudge judge() {
    return judge;
  }

  PairMeters meters() {
    return plane.meters().pairs();
  }
}
