// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import dev.conduit.contract.Target;
import dev.conduit.sidecar.app.upstream.Answer;
import dev.conduit.sidecar.app.upstream.LiveEndpoint;
import dev.conduit.sidecar.app.upstream.LiveTarget;
import dev.conduit.sidecar.app.upstream.Outgoing;
import dev.conduit.sidecar.app.upstream.Recipient;
import dev.conduit.sidecar.core.exchange.Api;
import dev.conduit.sidecar.core.failure.Failure;
import dev.conduit.sidecar.core.pair.Drop;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A chat completion that nobody waits for. Tells its outcome once; nothing of it counts for how
 * fast a target is. Confined to one event loop.
 */
final class BackgroundCall implements Outgoing {
  private final List<LiveTarget> candidates;
  private final Content content;
  private final Held held;
  private final Consumer<Outcome> then;
  private @Nullable LiveTarget target;
  private @Nullable HttpClientResponse head;
  private boolean isOver;

  /**
   * @param most bytes of the answer
   */
  BackgroundCall(List<LiveTarget> candidates, Content content, long most, Consumer<Outcome> then) {
    this.candidates = candidates;
    this.content = content;
    this.held = new Held(most, () -> over(new Outcome.None(Drop.ANSWER_TOO_LONG)));
    this.then = then;
  }

  /** What is sent. */
  interface Content {
    /** For this target. */
    Buffer body(Target to);

    /** Adds what belongs to the request, without credentials. */
    void headers(HttpClientRequest request);
  }

  /** What came of it. */
  sealed interface Outcome {
    /** An answer with a good status. */
    @SuppressWarnings("ArrayRecordComponent") // Read only, and as large as answers are.
    record Complete(Target by, byte[] body, Answer answer) implements Outcome {
      @Override
      public String toString() {
        return "Complete[" + by.id() + ", " + body.length + " bytes]";
      }
    }

    /** None. */
    record None(Drop why) implements Outcome {}
  }

  private void over(Outcome outcome) {
    if (!isOver) {
      isOver = true;
      then.accept(outcome);
    }
  }

  @Override
  public Api api() {
    return Api.CHAT;
  }

  @Override
  public String uri() {
    return Api.CHAT.path();
  }

  @Override
  public boolean isStream() {
    return false;
  }

  @Override
  public List<LiveTarget> candidates() {
    return candidates;
  }

  @Override
  public long entropy() {
    return ThreadLocalRandom.current().nextLong();
  }

  @Override
  public Buffer body(Target to) {
    boolean isMade = false;
    try {
      Buffer made = content.body(to);
      isMade = true;
      return made;
    } finally {
      if (!isMade) {
        over(new Outcome.None(Drop.FAULT)); // Nothing else would tell the pair that it is over.
      }
    }
  }

  @Override
  public Recipient caller() {
    return held;
  }

  @Override
  public void sending(HttpClientRequest to, LiveTarget by, LiveEndpoint at, int attempt) {
    target = by;
    content.headers(to);
    by.authenticate(to);
  }

  @Override
  public void retrying(LiveTarget from, String cause) {
    // only after a connection that was refused: nobody was asked
  }

  @Override
  public void answering(HttpClientResponse answer) {
    head = answer;
  }

  @Override
  public void chunk(long now) {
    // nobody waits
  }

  @Override
  public void answered(Answer answer) {
    LiveTarget by = target;
    boolean isGood = head != null && head.statusCode() == 200 && by != null;
    over(
        isGood && by != null
            ? new Outcome.Complete(by.target(), held.bytes(), answer)
            : new Outcome.None(Drop.STATUS));
  }

  @Override
  public void refused(Failure failure) {
    boolean isLate = failure instanceof Failure.TimedOut;
    over(new Outcome.None(isLate ? Drop.SLOW : Drop.UNREACHABLE));
  }

  @Override
  public void brokenOff(Failure failure) {
    refused(failure);
  }
}
