// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.consult;

import dev.conduit.contract.Classifier;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.sidecar.core.classify.Advice;
import dev.conduit.sidecar.core.route.Question;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Asks the classifier that a policy names, within its time limit. Nothing waits for it but the
 * request itself. Confined to one event loop; each has a breaker of its own.
 */
public final class RemoteClassifier {
  private final Service service;

  /**
   * @param client whose requests are made on this event loop
   * @param nanoTime the nano clock
   */
  public RemoteClassifier(Vertx vertx, HttpClient client, LongSupplier nanoTime) {
    this.service = new Service(vertx, client, nanoTime);
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
    Service.Reading<Advice> reading =
        new Service.Reading<>(
            reply -> advice(reply, snapshot), advice -> advice instanceof Advice.Absent);
    boolean isAsked =
        service.ask(
            remote.url(),
            remote.timeout(),
            () -> QuestionJson.of(question, requestId),
            reading,
            then);
    if (!isAsked) {
      then.accept(new Advice.Absent(Advice.Why.OPEN));
    }
  }

  private static Advice advice(Call.Reply reply, RoutingSnapshot snapshot) {
    return switch (reply) {
      case Call.Reply.Complete(byte[] body) -> AdviceReader.read(body, snapshot);
      case Call.Reply.None(Advice.Why why) -> new Advice.Absent(why);
    };
  }
}
