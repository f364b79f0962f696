// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.consult;

import dev.conduit.contract.Pairs;
import dev.conduit.sidecar.core.classify.Advice;
import dev.conduit.sidecar.core.pair.Drop;
import dev.conduit.sidecar.core.pair.Judgement;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Asks the judge of answers that a policy names, within its time limit. Confined to one event loop;
 * each has a breaker of its own.
 */
public final class RemoteJudge {
  private static final Service.Reading<Judgement> READING =
      new Service.Reading<>(
          RemoteJudge::judgement,
          said -> said instanceof Judgement.None(Drop why) && why != Drop.UNDECIDED);

  private final Service service;

  /**
   * @param client whose requests are made on this event loop
   * @param nanoTime the nano clock
   */
  public RemoteJudge(Vertx vertx, HttpClient client, LongSupplier nanoTime) {
    this.service = new Service(vertx, client, nanoTime);
  }

  /** Whether it would be asked now. */
  public boolean allows(Pairs.Judge.Hook hook) {
    return service.allows(hook.url());
  }

  /** Calls {@code then} once; at once when the judge failed too often. */
  public void ask(Pairs.Judge.Hook hook, PairQuestion question, Consumer<Judgement> then) {
    if (!service.ask(hook.url(), hook.timeout(), question::json, READING, then)) {
      then.accept(new Judgement.None(Drop.JUDGE_OPEN));
    }
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
