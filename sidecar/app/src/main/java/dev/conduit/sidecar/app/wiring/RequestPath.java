// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import dev.conduit.contract.Bytes;
import dev.conduit.contract.Target;
import dev.conduit.sidecar.app.ingress.Answers;
import dev.conduit.sidecar.app.ingress.Body;
import dev.conduit.sidecar.app.ingress.BodyBudget;
import dev.conduit.sidecar.app.ingress.BodyReader;
import dev.conduit.sidecar.app.telemetry.Ending;
import dev.conduit.sidecar.app.telemetry.Meters;
import dev.conduit.sidecar.app.telemetry.Traces;
import dev.conduit.sidecar.app.upstream.Forwarder;
import dev.conduit.sidecar.core.admit.Admission;
import dev.conduit.sidecar.core.exchange.Api;
import dev.conduit.sidecar.core.exchange.FactsReader;
import dev.conduit.sidecar.core.failure.Failure;
import dev.conduit.sidecar.core.route.Ask;
import dev.conduit.sidecar.core.route.Circumstances;
import dev.conduit.sidecar.core.route.ConversationKeys;
import dev.conduit.sidecar.core.route.Decision;
import dev.conduit.sidecar.core.route.RouteTable;
import dev.conduit.sidecar.core.route.Stay;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** The way of a request through the data plane: {@link #serve} has it at one glance. */
final class RequestPath implements Handler<HttpServerRequest> {
  private static final Logger LOG = Logger.getLogger(RequestPath.class);

  private static final String PREFIX = "/v1/";
  private static final String EXPLAIN = "/conduit/explain";
  private static final String MODELS = "/v1/models";
  private static final String FEEDBACK = "/v1/feedback";
  private static final String CLASSIFIER = "/conduit/classifier";
  private static final Pattern DOTS = Pattern.compile("(?:\\.|%2[eE]){1,2}");

  private final DataPlane plane;
  private final Forwarder forwarder;
  private final Consultant consultant;
  private final Cascades cascades;
  private final Pairings pairings;
  private final Admission admission;
  private final Traces traces;
  private final Site site;

  RequestPath(DataPlane plane, Calls calls, Admission admission, Traces traces, Site site) {
    this.plane = plane;
    this.forwarder = calls.forwarder();
    this.consultant = calls.consultant();
    this.cascades = calls.cascades();
    this.pairings = calls.pairings();
    this.admission = admission;
    this.traces = traces;
    this.site = site;
  }

  /**
   * Where this data plane stands.
   *
   * @param body the longest
   * @param budget for the bodies of all requests together
   * @param app that it serves; empty when nobody said
   */
  record Site(Bytes body, BodyBudget budget, String app) {}

  /** Who calls others for the requests of one event loop. */
  record Calls(Forwarder forwarder, Consultant consultant, Cascades cascades, Pairings pairings) {}

  @Override
  public void handle(HttpServerRequest request) {
    String path = request.path();
    if (request.method().equals(HttpMethod.POST) && EXPLAIN.equals(path)) {
      BodyReader.read(
          request,
          site.body(),
          site.budget(),
          b -> explain(request, b),
          f -> Answers.fail(request.response(), f));
      return;
    }
    if (request.method().equals(HttpMethod.POST) && path != null && path.startsWith(PREFIX)) {
      Api api = Api.of(path);
      if (api == Api.OTHER && climbs(path)) {
        Answers.fail(request.response(), new Failure.UnknownPath(request.method().name(), path));
        return;
      }
      BodyReader.read(
          request,
          site.body(),
          site.budget(),
          b -> {
            if (path.equals(FEEDBACK)) {
              feedback(request, b);
            } else {
              enter(request, api, b);
            }
          },
          f -> refuse(request, api, f));
      return;
    }
    local(request, path == null ? "" : path);
  }

  /** Whether a server that resolves the path would end elsewhere than below {@code /v1}. */
  private static boolean climbs(String path) {
    for (String segment : path.split("/", -1)) {
      if (DOTS.matcher(segment).matches()) {
        return true;
      }
    }
    return false;
  }

  /** The boundary: what is thrown beyond it is a bug, answered and logged as one. */
  private void enter(HttpServerRequest request, Api api, Buffer bytes) {
    Optional<Current> current = plane.current();
    if (current.isEmpty()) {
      refuse(request, api, new Failure.NoSnapshot());
      return;
    }
    plane.entered();
    Exchange exchange = new Exchange(this, request, api, current.get(), Body.of(bytes));
    bounded(exchange, this::serve);
  }

  private void bounded(Exchange exchange, Consumer<Exchange> stages) {
    try {
      stages.accept(exchange);
    } catch (RuntimeException e) {
      LOG.errorf(e, "request failed: requestId=%s", exchange.id());
      fail(exchange, new Failure.Internal(exchange.id()));
    }
  }

  /** True when the request is on its way, false when it was answered here. */
  private boolean serve(Exchange x) {
    return parse(x) // what does it say? the bytes stay as they are
        && identify(x) // what does the caller ask for besides?
        && admit(x) // is there room?
        && consult(x) // does somebody else say how hard it is? goes on when that is known
        && proceed(x);
  }

  private boolean proceed(Exchange x) {
    return route(x) // rules, classifier, constraints: which targets may answer?
        && (cascade(x) // does a lighter tier answer first? then the cascade answers it
            || forward(x)); // pick an endpoint, send, relay the answer; retry before it begins
  }

  private boolean parse(Exchange x) {
    return switch (x.body.read(x.api())) {
      case FactsReader.Reading.Read(var facts) -> {
        x.facts = facts;
        x.begin(traces.begin(x.api(), facts, x.request().headers()));
        yield true;
      }
      case FactsReader.Reading.Rejected(var failure) -> fail(x, failure);
    };
  }

  private boolean identify(Exchange x) {
    x.identity =
        new Identity(
            Optional.ofNullable(x.request().getHeader(ConduitHeader.TIER)),
            declared(x.request().headers().getAll(ConduitHeader.DATA_CLASS)),
            x.header(x.current.stickiness().sessionHeader()));
    x.keys =
        ConversationKeys.of(
            x.facts(), new ConversationKeys.Wishes(x.identity.tier(), x.identity.session()));
    return true;
  }

  /** A header that comes twice says both. */
  private static Optional<String> declared(List<String> values) {
    return values.isEmpty() ? Optional.empty() : Optional.of(String.join(",", values));
  }

  private boolean admit(Exchange x) {
    Optional<Failure> objection = admission.objection(plane.isDraining(), plane.inFlight() - 1);
    return objection.isEmpty() || fail(x, objection.get());
  }

  private boolean consult(Exchange x) {
    if (!x.current.isStaged() || x.api() == Api.OTHER) {
      return true;
    }
    return consultant.consult(x, ask(x), () -> bounded(x, this::proceed));
  }

  private boolean route(Exchange x) {
    Ask ask = ask(x);
    x.asked(ask);
    long began = now();
    RouteTable.Decided decided =
        x.deliberation == null ? x.current.routes().decided(ask) : x.deliberation.decided(x.advice);
    plane.meters().decided(x.deliberationNanos + now() - began, decided);
    return switch (decided.decision()) {
      case Decision.Routed(List<Target> candidates, String reason) -> {
        x.candidates = x.current.fleet().of(candidates);
        x.reason = reason;
        yield true;
      }
      case Decision.Refused(Failure failure) -> fail(x, failure);
    };
  }

  private Ask ask(Exchange x) {
    Identity by = x.identity;
    return new Ask(x.facts(), x::header, by.tier(), by.dataClass(), x.entropy(), circumstances(x));
  }

  private Circumstances circumstances(Exchange x) {
    long now = System.currentTimeMillis();
    Conversations known = plane.conversations();
    return new Circumstances(
        now,
        site.app(),
        known.turn(x.keys, x.identity.session().isPresent(), now),
        known.isRepeat(x.keys, x.current.stickiness().ttl(), now),
        known.conversation(x.keys, now),
        x.current.outlook(now()));
  }

  /** What somebody thinks of an answer; never goes to an engine. */
  private void feedback(HttpServerRequest request, Buffer body) {
    Optional<Current> current = plane.current();
    if (current.isEmpty()) {
      Answers.fail(request.response(), new Failure.NoSnapshot());
      return;
    }
    plane
        .lessons()
        .feedback(current.get().snapshot(), body.getBytes())
        .ifPresentOrElse(
            failure -> Answers.fail(request.response(), failure),
            () -> {
              request.response().setStatusCode(202);
              Answers.json(request.response(), Buffer.buffer("{\"object\":\"feedback\"}"));
            });
  }

  /** An answer began: whoever gives it is who goes on. */
  void answering(Exchange x, Target by) {
    plane.lessons().served(x, by);
    plane
        .conversations()
        .remember(
            x.keys,
            new Stay(by.id(), by.tier()),
            x.current.stickiness().ttl(),
            System.currentTimeMillis());
  }

  private boolean cascade(Exchange x) {
    boolean isBegun = cascades.begin(x);
    if (isBegun) {
      pairings.passedOver(x);
    }
    return isBegun;
  }

  private boolean forward(Exchange x) {
    pairings.watch(x);
    var forwarding = forwarder.forward(x.current.fleet(), x);
    x.request().response().closeHandler(_ -> forwarding.cancel());
    forwarding.start();
    return true;
  }

  /** Where a chat request would go, and why; nothing is sent and nothing remembered. */
  private void explain(HttpServerRequest request, Buffer bytes) {
    Optional<Current> current = plane.current();
    if (current.isEmpty()) {
      Answers.fail(request.response(), new Failure.NoSnapshot());
      return;
    }
    Exchange x = new Exchange(this, request, Api.CHAT, current.get(), Body.of(bytes));
    switch (x.body.read(Api.CHAT)) {
      case FactsReader.Reading.Rejected(var failure) -> Answers.fail(request.response(), failure);
      case FactsReader.Reading.Read(var facts) -> {
        x.facts = facts;
        identify(x);
        Answers.explanation(
            request.response(),
            current.get().routes().explain(ask(x)),
            String.valueOf(request.getHeader("accept")).startsWith("text/plain"));
      }
    }
  }

  /** Once for each exchange, however it ended. */
  void account(Exchange x, Ending ending) {
    if (x.end()) {
      plane.left();
      if (ending.isBy(Ending.CLIENT_CLOSED) && x.api() != Api.OTHER && x.isStream()) {
        plane.lessons().aborted(x);
      }
      x.ended(ending);
      traces.end(x.span(), ending);
      pairings.ended(x, ending); // the caller has its answer by now
    }
  }

  /** Answers false, so that a stage can end with it. */
  boolean fail(Exchange x, Failure failure) {
    HttpServerResponse response = x.request().response();
    if (!response.headWritten() && !response.closed()) {
      x.describe(response);
    }
    Answers.fail(response, failure);
    account(x, Ending.failed(failure));
    return false;
  }

  /** What needs no engine: the list of models, and errors. */
  private void local(HttpServerRequest request, String path) {
    HttpServerResponse response = request.response();
    String method = request.method().name();
    boolean isRead = request.method().equals(HttpMethod.GET);
    boolean isModels = path.equals(MODELS) || path.startsWith(MODELS + "/");
    Optional<Current> current = plane.current();
    if (isModels && isRead && current.isPresent()) {
      models(response, path, current.get());
    } else if (isModels && isRead) {
      Answers.fail(response, new Failure.NoSnapshot());
    } else if (isModels) {
      Answers.fail(response, new Failure.MethodNotAllowed(method, path, "GET"));
    } else if (path.equals(CLASSIFIER) && isRead && current.isPresent()) {
      Answers.json(response, Buffer.buffer(plane.lessons().json(current.get().snapshot())));
    } else if (path.equals(FEEDBACK)) {
      Answers.fail(response, new Failure.MethodNotAllowed(method, path, "POST"));
    } else if (Api.of(path) != Api.OTHER || path.equals(EXPLAIN)) {
      Answers.fail(response, new Failure.MethodNotAllowed(method, path, "POST"));
    } else {
      Answers.fail(response, new Failure.UnknownPath(method, path));
    }
  }

  private static void models(HttpServerResponse response, String path, Current current) {
    if (path.length() <= MODELS.length() + 1) {
      Answers.json(response, current.models());
      return;
    }
    String name = decoded(path.substring(MODELS.length() + 1));
    List<String> names = current.routes().names();
    if (names.contains(name)) {
      Answers.json(response, Answers.model(name));
    } else {
      Answers.fail(response, new Failure.UnknownModel(name, names));
    }
  }

  private static String decoded(String name) {
    try {
      return QueryStringDecoder.decodeComponent(name);
    } catch (IllegalArgumentException e) {
      return name; // "%zz" means nothing but itself, and no model is called that
    }
  }

  /** The body is not going to be read to its end. */
  private void refuse(HttpServerRequest request, Api api, Failure failure) {
    Answers.fail(request.response(), failure);
    plane.meters().none(api).ended(Ending.failed(failure), 0);
  }

  Meters meters() {
    return plane.meters();
  }

  Traces traces() {
    return traces;
  }

  long now() {
    return System.nanoTime();
  }
}
