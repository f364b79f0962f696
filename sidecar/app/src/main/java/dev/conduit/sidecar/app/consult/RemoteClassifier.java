// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.consult;

import dev.conduit.contract.Classifier;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.sidecar.core.classify.Advice;
import dev.conduit.sidecar.core.classify.Breaker;
import dev.conduit.sidecar.core.route.Question;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.net.URI;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Asks the classifier that a policy names, within its time limit. Nothing waits for it but the
 * request itself. Confined to one event loop; each has a breaker of its own.
 */
public final class RemoteClassifier {
  private final Vertx vertx;
  private final HttpClient client;
  private final LongSupplier nanoTime;
  private URI url = URI.create("");
  private Breaker breaker = Breaker.CLOSED;

  /**
   * @param client whose requests are made on this event loop
   * @param nanoTime the nano clock
   */
  public RemoteClassifier(Vertx vertx, HttpClient client, LongSupplier nanoTime) {
    this.vertx = vertx;
    this.client = client;
    this.nanoTime = nanoTime;
  }

  /**
   * Calls {@code then} once, at the latest when the policy's time limit is over; at once when the
   * classifier failed too often.
   *
   * @param requestId that the answer's caller gets
   */
  public void ask(
      RoutingSnapshot snapshot, Question question, String requestId, Consumer<Advice> then) {
    Classifier.Remote remote = snapshot.classifier().remote().orElseThrow();
    if (!remote.url().equals(url)) {
      url = remote.url();
      breaker = Breaker.CLOSED;
    }
    long now = nanoTime.getAsLong();
    if (!breaker.allows(now)) {
      then.accept(new Advice.Absent(Advice.Why.OPEN));
      return;
    }
    breaker = breaker.asked(now);
    new Call(reply -> heard(remote.url(), advice(reply, snapshot), then))
        .start(vertx, client, remote.url(), remote.timeout(), QuestionJson.of(question, requestId));
  }

  private static Advice advice(Call.Reply reply, RoutingSnapshot snapshot) {
    return switch (reply) {
      case Call.Reply.Complete(byte[] body) -> AdviceReader.read(body, snapshot);
      case Call.Reply.None(Advice.Why why) -> new Advice.Absent(why);
    };
  }

  private void heard(URI from, Advice advice, Consumer<Advice> then) {
    if (from.equals(url)) {
      boolean isAnswer = !(advice instanceof Advice.Absent);
      breaker = isAnswer ? breaker.answered() : breaker.failed(nanoTime.getAsLong());
    }
    then.accept(advice);
  }
}
