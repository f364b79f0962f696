// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.upstream;

import dev.conduit.contract.Resilience;
import dev.conduit.sidecar.core.balance.Balancer;
import dev.conduit.sidecar.core.balance.Filter;
import dev.conduit.sidecar.core.failure.Failure;
import dev.conduit.sidecar.core.failure.FailureMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gets one request answered: attempts, time limits, fallbacks. Confined to the request's event
 * loop.
 *
 * <pre>
 *   picking --> attempting --> relaying --> done
 *      ^            |             |
 *      +------------+             |          no answer, or one that the policy retries
 *      +--------------------------+          broken before the first byte
 * </pre>
 *
 * <p>A connection that fails says nothing about the request: trying another endpoint costs no retry
 * budget, and one that refuses the connection does not even count as an attempt. Answers with an
 * error status and timeouts may mean overload and are charged. The limit to the first byte binds
 * streams; a whole answer may take until the total limit while its engine passes its health checks.
 * Source: decision 0005.
 */
public final class Forwarding {
  private final Forwarder forwarder;
  private final Fleet fleet;
  private final Outgoing outgoing;
  private final Deadlines.Deadline deadline = new Deadlines.Deadline(this::expired);
  private final Duration total;
  private final long startedAt;
  private final List<LiveEndpoint> tried = new ArrayList<>(2);
  private Failure.Phase phase = Failure.Phase.TOTAL;
  private int attempts;
  private @Nullable Attempt attempt;
  private @Nullable Relay relay;
  private boolean isOver;

  /**
   * @param total the limit on all attempts together, at most the policy's
   */
  Forwarding(Forwarder forwarder, Fleet fleet, Outgoing outgoing, Duration total) {
    this.forwarder = forwarder;
    this.fleet = fleet;
    this.outgoing = outgoing;
    this.total = total;
    this.startedAt = forwarder.now();
  }

  Outgoing outgoing() {
    return outgoing;
  }

  /** Begins; may end at once. */
  public void start() {
    forwarder.budget().request();
    limit(Failure.Phase.TOTAL, total);
    List<LiveTarget> candidates = outgoing.candidates();
    if (!next(this::isUntried)) {
      refuse(
          new Failure.NoReadyEndpoint(
              candidates.stream().map(live -> live.target().id().value()).toList()));
    }
  }

  /** The caller hung up: so do we. */
  public void cancel() {
    if (!isOver) {
      close();
      outgoing.brokenOff(new Failure.ClientGone());
    }
  }

  /** Starts an attempt on the best endpoint there is; false when there is none. */
  private boolean next(Filter filter) {
    for (LiveTarget target : outgoing.candidates()) {
      List<LiveEndpoint> endpoints = target.endpoints();
      long turn = target.turn().getAndIncrement();
      int index = fleet.balancer().pick(endpoints, filter, turn, outgoing.entropy());
      if (index != Balancer.NONE) {
        begin(target, endpoints.get(index));
        return true;
      }
    }
    return false;
  }

  private boolean isUntried(dev.conduit.sidecar.core.balance.Candidate candidate) {
    for (LiveEndpoint one : tried) {
      if (one == candidate) {
        return false;
      }
    }
    return true;
  }

  private void begin(LiveTarget target, LiveEndpoint endpoint) {
    tried.add(endpoint);
    attempts++;
    relay = null;
    Attempt next = new Attempt(this, target, endpoint, attempts);
    attempt = next;
    next.start(forwarder.client(), outgoing);
  }

  void sending(HttpClientRequest request, Attempt from, int number) {
    limit(Failure.Phase.FIRST_TOKEN, timeouts().firstToken());
    outgoing.sending(request, from.target(), from.endpoint(), number);
  }

  void answered(Attempt from, HttpClientResponse answer) {
    boolean isRetried = answer.statusCode() >= 400 && isRetried(answer.statusCode());
    if (isRetried && mayRetry(true) && hasUntried()) {
      answer.handler(_ -> {});
      from.finish();
      outgoing.retrying(from.target(), "status");
      next(this::isUntried);
      return;
    }
    Relay next = new Relay(this, from, answer);
    relay = next;
    next.start();
  }

  void unanswered(Attempt from, Failure.Cause cause) {
    forwarder.failed(from.endpoint(), cause);
    if (cause == Failure.Cause.REFUSED) {
      attempts--;
    }
    Failure failure =
        new Failure.Unreachable(from.target().toString(), Math.max(1, tried.size()), cause);
    boolean canRepeat = cause == Failure.Cause.RESET;
    retry(from, cause.label(), canRepeat, failure, false);
  }

  private void retry(
      Attempt from, String cause, boolean canRepeat, Failure failure, boolean isCharged) {
    if (isOver) {
      return;
    }
    boolean isTried = mayRetry(false) && hasUntried();
    boolean isRepeated = !isTried && canRepeat && mayRetry(false) && from.endpoint().isReady();
    boolean isAffordable = !isCharged || mayRetry(true);
    if (!(isTried || isRepeated) || !isAffordable) {
      refuse(failure);
      return;
    }
    outgoing.retrying(from.target(), cause);
    boolean isStarted = isTried ? next(this::isUntried) : next(one -> one == from.endpoint());
    if (!isStarted) {
      refuse(failure);
    }
  }

  private boolean isRetried(int status) {
    return fleet.resilience().retries().statuses().contains(status);
  }

  private boolean mayRetry(boolean isCharged) {
    Resilience.Retries retries = fleet.resilience().retries();
    return attempts <= retries.attempts()
        && (!isCharged || forwarder.budget().take(retries.budgetPercent()));
  }

  private boolean hasUntried() {
    for (LiveTarget target : outgoing.candidates()) {
      for (LiveEndpoint endpoint : target.endpoints()) {
        if (endpoint.isReady() && isUntried(endpoint)) {
          return true;
        }
      }
    }
    return false;
  }

  void chunk() {
    long now = forwarder.now();
    limit(Failure.Phase.BETWEEN_TOKENS, timeouts().betweenTokens(), now);
    outgoing.chunk(now);
  }

  /** The caller reads slowly; that is not the engine's silence. */
  void paused() {
    limit(Failure.Phase.TOTAL, total);
  }

  void complete(Attempt from, Answer answer) {
    from.finish();
    close();
    outgoing.answered(answer);
  }

  void broken(Attempt from, Relay broken) {
    from.finish();
    if (broken.hasBegun()) {
      forwarder.failed(from.endpoint(), Failure.Cause.RESET);
      tellCaller(broken, new Failure.Interrupted(from.endpoint().id()));
      return;
    }
    unanswered(from, Failure.Cause.RESET);
  }

  private void expired() {
    Attempt late = attempt;
    Relay relaying = relay;
    if (isOver || late == null) {
      return;
    }
    if (phase == Failure.Phase.FIRST_TOKEN && !outgoing.isStream() && late.endpoint().isReady()) {
      // The first byte of a whole answer comes when its last token is made: an engine that is well
      // is at work, and a retry would make another one do the same work again.
      limit(Failure.Phase.FIRST_TOKEN, timeouts().firstToken());
      return;
    }
    Duration after =
        switch (phase) {
          case FIRST_TOKEN -> timeouts().firstToken();
          case BETWEEN_TOKENS -> timeouts().betweenTokens();
          case TOTAL -> total;
        };
    Failure failure = new Failure.TimedOut(phase, after, attempts);
    if (relaying != null) {
      relaying.stop(); // first: the abort below would look to it like the engine's doing
    }
    late.abort();
    if (phase != Failure.Phase.TOTAL) {
      forwarder.failed(late.endpoint(), Failure.Cause.RESET);
    }
    if (relaying != null && relaying.hasBegun()) {
      tellCaller(relaying, failure);
    } else if (phase == Failure.Phase.TOTAL) {
      refuse(failure);
    } else {
      limit(Failure.Phase.TOTAL, total);
      retry(late, "timeout", false, failure, true);
    }
  }

  private void refuse(Failure failure) {
    close();
    outgoing.refused(failure);
  }

  /** A stream gets an error event; other answers are cut off, so that they cannot seem complete. */
  private void tellCaller(Relay broken, Failure failure) {
    close();
    if (broken.isEventStream()) {
      String gap = broken.isAtEventEnd() ? "" : "\n\n";
      String event = gap + "data: " + FailureMapper.map(failure).body() + "\n\n";
      outgoing.caller().end(Buffer.buffer(event));
    } else {
      outgoing.caller().cut();
    }
    outgoing.brokenOff(failure);
  }

  private void close() {
    isOver = true;
    forwarder.deadlines().disarm(deadline);
    if (relay != null) {
      relay.stop();
    }
    if (attempt != null) {
      attempt.abort();
    }
  }

  private void limit(Failure.Phase next, Duration duration) {
    limit(next, duration, forwarder.now());
  }

  private void limit(Failure.Phase next, Duration duration, long now) {
    long totalAt = startedAt + total.toNanos();
    long at = now + duration.toNanos();
    boolean isTotalFirst = totalAt - at < 0;
    phase = isTotalFirst ? Failure.Phase.TOTAL : next;
    forwarder.deadlines().arm(deadline, isTotalFirst ? totalAt : at);
  }

  private Resilience.Timeouts timeouts() {
    return fleet.resilience().timeouts();
  }
}
