// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import dev.conduit.contract.Cascade;
import dev.conduit.contract.Target;
import dev.conduit.sidecar.app.cascade.Flaw;
import dev.conduit.sidecar.app.cascade.TrialBody;
import dev.conduit.sidecar.app.upstream.Answer;
import dev.conduit.sidecar.app.upstream.LiveEndpoint;
import dev.conduit.sidecar.app.upstream.LiveTarget;
import dev.conduit.sidecar.app.upstream.Outgoing;
import dev.conduit.sidecar.app.upstream.Recipient;
import dev.conduit.sidecar.core.exchange.Api;
import dev.conduit.sidecar.core.failure.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way to a tier whose answer is held back. Ends once, by one of the two calls to
 * its {@link CascadeRun}. Confined to the request's event loop.
 */
final class Trial implements Outgoing {
  private final CascadeRun run;
  private final Exchange x;
  private final List<LiveTarget> candidates;
  private final boolean asksLogprobs;
  private final Held held;
  private @Nullable LiveTarget target;
  private @Nullable LiveEndpoint endpoint;
  private @Nullable HttpClientResponse head;
  private long sentAt;
  private boolean hasBegun;
  private boolean isOver;

  /**
   * @param asksLogprobs beyond what the caller asked for
   */
  Trial(
      CascadeRun run,
      Exchange x,
      List<LiveTarget> candidates,
      Cascade policy,
      boolean asksLogprobs) {
    this.run = run;
    this.x = x;
    this.candidates = candidates;
    this.asksLogprobs = asksLogprobs;
    this.held = new Held(policy.maxAnswer().value(), () -> flawed(Flaw.TOO_LONG));
  }

  /** An answer that is there as a whole. */
  @SuppressWarnings("ArrayRecordComponent") // Read only, and as large as answers are.
  record Complete(
      LiveTarget target,
      LiveEndpoint endpoint,
      HttpClientResponse head,
      byte[] body,
      Answer answer) {

    @Override
    public String toString() {
      return "Complete[" + target + ", " + body.length + " bytes]";
    }
  }

  Target first() {
    return candidates.getFirst().target();
  }

  /** Who was asked last; its first candidate when nobody was. */
  Target asked() {
    LiveTarget known = target;
    return known == null ? first() : known.target();
  }

  /** Whether an engine got the request. */
  boolean wasSent() {
    return target != null;
  }

  boolean asksLogprobs() {
    return asksLogprobs;
  }

  /** Whatever comes now comes too late. */
  void stop() {
    isOver = true;
  }

  private void flawed(Flaw flaw) {
    if (!isOver) {
      isOver = true;
      run.flawed(this, flaw);
    }
  }

  @Override
  public Api api() {
    return x.api();
  }

  @Override
  public String uri() {
    return x.uri();
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
    return x.entropy();
  }

  @Override
  public Buffer body(Target to) {
    return TrialBody.of(x.body.buffer().getBytes(), to.model(), asksLogprobs);
  }

  @Override
  public Recipient caller() {
    return held;
  }

  @Override
  public void sending(HttpClientRequest request, LiveTarget by, LiveEndpoint at, int attempt) {
    target = by;
    endpoint = at;
    sentAt = x.now();
    x.sending(request, by, at, attempt);
  }

  @Override
  public void retrying(LiveTarget from, String cause) {
    x.retrying(from, cause);
  }

  @Override
  public void answering(HttpClientResponse answer) {
    head = answer;
    if (answer.statusCode() >= 500) {
      slowed();
    }
  }

  /** What an error and a timeout have in common for whoever looks for the fastest target. */
  private void slowed() {
    if (target != null) {
      target.pace().failed(isStream(), x.now());
    }
  }

  @Override
  public void chunk(long now) {
    boolean isGood = head != null && head.statusCode() < 300;
    if (!hasBegun && isGood && target != null) {
      target.pace().began(false, now - sentAt, now);
    }
    hasBegun = true;
  }

  @Override
  public void answered(Answer answer) {
    if (isOver || target == null || endpoint == null || head == null) {
      return;
    }
    isOver = true;
    run.answered(this, new Complete(target, endpoint, head, held.bytes(), answer));
  }

  @Override
  public void refused(Failure failure) {
    if (failure instanceof Failure.TimedOut) {
      slowed();
    }
    flawed(failure instanceof Failure.TimedOut ? Flaw.SLOW : Flaw.UNREACHABLE);
  }

  @Override
  public void brokenOff(Failure failure) {
    refused(failure);
  }
}
