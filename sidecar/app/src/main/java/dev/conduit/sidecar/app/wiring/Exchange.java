// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import dev.conduit.contract.Target;
import dev.conduit.sidecar.app.ingress.Body;
import dev.conduit.sidecar.app.ingress.Headers;
import dev.conduit.sidecar.app.learning.Opinion;
import dev.conduit.sidecar.app.learning.Remembered;
import dev.conduit.sidecar.app.telemetry.Ending;
import dev.conduit.sidecar.app.telemetry.TargetMeters;
import dev.conduit.sidecar.app.upstream.Answer;
import dev.conduit.sidecar.app.upstream.Caller;
import dev.conduit.sidecar.app.upstream.LiveEndpoint;
import dev.conduit.sidecar.app.upstream.LiveTarget;
import dev.conduit.sidecar.app.upstream.Outgoing;
import dev.conduit.sidecar.app.upstream.Recipient;
import dev.conduit.sidecar.core.classify.Advice;
import dev.conduit.sidecar.core.exchange.Api;
import dev.conduit.sidecar.core.exchange.RequestFacts;
import dev.conduit.sidecar.core.failure.Failure;
import dev.conduit.sidecar.core.route.Ask;
import dev.conduit.sidecar.core.route.ConversationKeys;
import dev.conduit.sidecar.core.route.Deliberation;
import io.opentelemetry.api.trace.Span;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through the stages: what each stage found out, and what is needed to tell
 * the caller. Confined to the request's event loop. Fields are set by the stage that their comment
 * names and are there for all later ones.
 */
final class Exchange implements Outgoing {
  private final RequestPath path;
  private final HttpServerRequest request;
  private final long receivedAt;
  private final String id;
  private final Api api;
  private final Recipient caller;

  /** By entering. */
  final Current current;

  final Body body;

  /** By parse. */
  @Nullable RequestFacts facts;

  /** By identify. */
  Identity identity = Identity.NONE;

  ConversationKeys keys = ConversationKeys.NONE;

  /** By consult, where the policy asks somebody else. */
  @Nullable Deliberation deliberation;

  Advice advice = Advice.NONE;

  /** What finding out whether and what to ask took; the time of the answer is not in it. */
  long deliberationNanos;

  /** By route. */
  List<LiveTarget> candidates = List.of();

  String reason = "";

  private @Nullable Ask ask;

  /** By forward, for a request of the sample that both tiers are to answer. */
  @Nullable Copy copy;

  /** By the first byte of an answer, where the policy learns. */
  @Nullable Remembered remembered;

  /** By the cascade: answers that were made for this request and not passed on. */
  String escalated = "";

  /** By a cascade: what it found out about the lighter tier. */
  @Nullable Opinion lesson;

  /** By the cascade: what it does when nobody answers any more. */
  private @Nullable Runnable lastResort;

  private @Nullable Runnable thrownAway;

  private int attemptsBefore;
  private Span span = Span.getInvalid();
  private @Nullable TargetMeters meters;
  private long lastChunkAt;
  private long sentAt;
  private boolean isOver;
  private boolean isAnswered;
  private boolean isOfCascade;
  private @Nullable LiveTarget target;
  private @Nullable LiveEndpoint endpoint;
  private int attempts;
  private long overheadNanos = -1;

  Exchange(RequestPath path, HttpServerRequest request, Api api, Current current, Body body) {
    this.path = path;
    this.request = request;
    this.current = current;
    this.body = body;
    this.receivedAt = path.now();
    this.api = api;
    this.caller = new Caller(request.response());
    String given = request.getHeader(ConduitHeader.REQUEST_ID);
    this.id = given == null ? newId() : given;
  }

  private static String newId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return "req-" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
  }

  /** A header of the request. */
  Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeader(name));
  }

  void begin(Span begun) {
    span = begun;
  }

  Span span() {
    return span;
  }

  TargetMeters meters() {
    TargetMeters known = meters;
    return known == null ? path.meters().none(api) : known;
  }

  /** Counts it. What was cut off, or came without usage, cost something that nobody knows. */
  void ended(Ending ending) {
    letGo();
    meters().ended(ending, path.now() - receivedAt);
    if (target == null || !isAnswered) {
      return;
    }
    if (ending.usage().isPresent()) {
      target.pace().wrote(ending.usage().get().outputTokens());
      meters().billed(current.tariff().bill(target.target().price(), ending.usage().get()));
    } else {
      meters().unbilled();
    }
  }

  /** Of the nano clock. */
  long now() {
    return path.now();
  }

  /** True the first time. */
  boolean end() {
    boolean isFirst = !isOver;
    isOver = true;
    return isFirst;
  }

  String id() {
    return id;
  }

  HttpServerRequest request() {
    return request;
  }

  RequestFacts facts() {
    RequestFacts known = facts;
    if (known == null) {
      throw new IllegalStateException("the body is not parsed yet");
    }
    return known;
  }

  @Override
  public Api api() {
    return api;
  }

  @Override
  public String uri() {
    return request.uri();
  }

  @Override
  public boolean isStream() {
    return facts().isStream();
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
    return to.model().equals(facts().model())
        ? body.buffer()
        : body.withModel(facts().modelSpan(), to.model());
  }

  @Override
  public Recipient caller() {
    Recipient copying = copy;
    return copying == null ? caller : copying;
  }

  /** What was asked of the routes, for whoever asks again. */
  Ask ask() {
    Ask known = ask;
    if (known == null) {
      throw new IllegalStateException("the request is not routed yet");
    }
    return known;
  }

  void asked(Ask by) {
    ask = by;
  }

  /** Who gave the answer that the caller got. */
  Target answeredBy() {
    LiveTarget known = target;
    if (known == null) {
      throw new IllegalStateException("nobody answered");
    }
    return known.target();
  }

  /** Whether the caller got a good answer of a target. */
  boolean isAnsweredWell() {
    return isAnswered && target != null;
  }

  @Override
  public void sending(HttpClientRequest to, LiveTarget by, LiveEndpoint at, int attempt) {
    target = by;
    endpoint = at;
    attempts = attemptsBefore + attempt;
    sentAt = path.now();
    meters = path.meters().of(by.target(), api);
    Headers.toEngine(request.headers(), to.headers());
    by.authenticate(to);
    to.headers().set(ConduitHeader.REQUEST_ID, id);
    if (overheadNanos < 0) {
      overheadNanos = path.now() - receivedAt;
      path.meters().departed(overheadNanos);
    }
    path.traces().departs(span, api, by.target(), reason, to.headers());
  }

  /** What follows is another forwarding of the same request: nobody was asked yet. */
  void again() {
    attemptsBefore = attempts;
    target = null;
    endpoint = null;
    meters = null;
  }

  /** The answer that is passed on is of these, whoever was asked since. */
  void answeredBy(LiveTarget by, LiveEndpoint at) {
    target = by;
    endpoint = at;
    isOfCascade = true;
    meters = path.meters().of(by.target(), api);
  }

  @Override
  public void retrying(LiveTarget from, String cause) {
    path.meters().of(from.target(), api).retried(cause);
    from.pace().failed(isStream(), path.now());
  }

  @Override
  public void answering(HttpClientResponse answer) {
    HttpServerResponse response = request.response();
    response.setStatusCode(answer.statusCode());
    Headers.toCaller(answer.headers(), response.headers());
    if (target != null && !isOfCascade && target != candidates.getFirst()) {
      reason += ";fallback";
    }
    describe(response);
    isAnswered = answer.statusCode() < 300;
    if (target != null && isAnswered) {
      path.answering(this, target.target());
    } else if (target != null && answer.statusCode() >= 500) {
      target.pace().failed(isStream(), path.now());
    }
  }

  /** Says by headers what became of the request so far. */
  void describe(HttpServerResponse response) {
    response.putHeader(ConduitHeader.REQUEST_ID, id);
    response.putHeader(ConduitHeader.REVISION, current.revision());
    if (!reason.isEmpty()) {
      response.putHeader(ConduitHeader.REASON, reason);
    }
    if (!escalated.isEmpty()) {
      response.putHeader(ConduitHeader.ESCALATED, escalated);
    }
    if (target != null && endpoint != null) {
      response.putHeader(ConduitHeader.TIER, target.target().tier().name());
      response.putHeader(ConduitHeader.MODEL, target.target().model());
      response.putHeader(ConduitHeader.ENDPOINT, endpoint.id());
      response.putHeader(ConduitHeader.ATTEMPTS, Integer.toString(attempts));
      response.putHeader(ConduitHeader.OVERHEAD, Long.toString(overheadNanos / 1000));
    }
  }

  /** An answer that was held back goes to the caller as a whole. */
  void passing() {
    meters().firstChunk(path.now() - receivedAt);
  }

  @Override
  public void chunk(long now) {
    if (lastChunkAt == 0 && target != null && isAnswered) {
      target.pace().began(isStream(), now - sentAt, now);
    }
    if (lastChunkAt == 0) {
      meters().firstChunk(now - receivedAt);
    } else {
      meters().nextChunk(now - lastChunkAt);
    }
    lastChunkAt = now;
  }

  @Override
  public void answered(Answer answer) {
    path.account(this, new Ending(Ending.outcome(answer.status()), answer.usage()));
  }

  @Override
  public void refused(Failure failure) {
    Runnable otherwise = lastResort;
    if (otherwise == null) {
      path.fail(this, failure);
    } else {
      lastResort = null;
      thrownAway = null;
      otherwise.run();
    }
  }

  /**
   * Keeps an answer for when there is no better one.
   *
   * @param pass passes it on
   * @param throwAway counts it as thrown away; called once there is a better one
   */
  void hold(Runnable pass, Runnable throwAway) {
    letGo();
    lastResort = pass;
    thrownAway = throwAway;
  }

  /** What is held is not going to be passed on. */
  void letGo() {
    Runnable counting = thrownAway;
    lastResort = null;
    thrownAway = null;
    if (counting != null) {
      counting.run();
    }
  }

  @Override
  public void brokenOff(Failure failure) {
    path.account(this, Ending.failed(failure));
  }
}
