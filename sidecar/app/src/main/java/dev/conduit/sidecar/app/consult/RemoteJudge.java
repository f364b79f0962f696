// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.consult;

import dev.conduit.contract.Pairs;
import dev.conduit.sidecar.core.classify.Advice;
import dev.conduit.sidecar.core.classify.Breaker;
import dev.conduit.sidecar.core.pair.Drop;
import dev.conduit.sidecar.core.pair.Judgement;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.net.URI;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Asks the judge of answers that a policy names, within its time limit. Confined to one event loop;
 * each has a breaker of its own.
 */
public final class RemoteJudge {
  private final Vertx vertx;
  private final HttpClient client;
  private final LongSupplier nanoTime;
  private URI url = URI.create("");
  private Breaker breaker = Breaker.CLOSED;

  /**
   * @param client whose requests are made on this event loop
   * @param nanoTime the nano clock
   */
  public RemoteJudge(Vertx vertx, HttpClient client, LongSupplier nanoTime) {
    this.vertx = vertx;
    this.client = client;
    this.nanoTime = nanoTime;
  }

  /** Whether it would be asked now. */
  public boolean allows(Pairs.Judge.Hook hook) {
    return !hook.url().equals(url) || breaker.allows(nanoTime.getAsLong());
  }

  /** Calls {@code then} once; at once when the judge failed too often. */
  public void ask(Pairs.Judge.Hook hook, PairQuestion question, Consumer<Judgement> then) {
    if (!hook.url().equals(url)) {
      url = hook.url();
      breaker = Breaker.CLOSED;
    }
    long now = nanoTime.getAsLong();
    if (!breaker.allows(now)) {
      then.accept(new Judgement.None(Drop.JUDGE_OPEN));
      return;
    }
    breaker = breaker.asked(now);
    new Call(reply -> heard(hook.url(), judgement(reply), then))
        .start(vertx, client, hook.url(), hook.timeout(), question.json());
  }

  private void heard(URI from, Judgement judgement, Consumer<Judgement> then) {
    if (from.equals(url)) {
      boolean isFailure = judgement instanceof Judgement.None(Drop why) && why != Drop.UNDECIDED;
      breaker = isFailure ? breaker.failed(nanoTime.getAsLong()) : breaker.answered();
    }
    then.accept(judgement);
  }

  private static Judgement judgement(Call.Reply reply) {
    return switch (reply) {
      case Call.Reply.Complete(byte[] body) -> JudgementReader.read(body);
      case Call.Reply.None(Advice.Why why) ->
          new Judgement.None(
              switch (why) {
                case SLOW -> Drop.JUDGE_SLOW;
                case MALFORMED -> Drop.JUDGE_MALFORMED;
                case ERROR, WITHHELD, OPEN, NOT_ASKED -> Drop.JUDGE_ERROR;
              });
    };
  }
}
