// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.upstream;

import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Checks each endpoint that the control plane calls ready, as its target asks for. An endpoint that
 * is out is checked at least once a second, so that it is back soon. Confined to one event loop.
 */
public final class HealthChecks {
  private static final long TICK_MILLIS = 100;
  private static final Duration WHEN_OUT = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final HttpClient client;
  private final Supplier<Fleet> fleet;
  private final LongSupplier nanoTime;
  private final EndpointEvents events;
  private final Map<Vitals, Long> nextAt = new HashMap<>();

  /**
   * @param fleet the current one
   * @param nanoTime the nano clock
   */
  public HealthChecks(
      Vertx vertx,
      HttpClient client,
      Supplier<Fleet> fleet,
      LongSupplier nanoTime,
      EndpointEvents events) {
    this.vertx = vertx;
    this.client = client;
    this.fleet = fleet;
    this.nanoTime = nanoTime;
    this.events = events;
  }

  /** Runs until the event loop's verticle is undeployed. */
  public void start() {
    vertx.setPeriodic(TICK_MILLIS, _ -> tick());
  }

  private void tick() {
    long now = nanoTime.getAsLong();
    Set<Vitals> alive = new HashSet<>();
    for (LiveTarget target : fleet.get().targets()) {
      for (LiveEndpoint endpoint : target.endpoints()) {
        if (endpoint.endpoint().ready()) {
          alive.add(endpoint.vitals());
          checkIfDue(target, endpoint, now);
        }
      }
    }
    nextAt.keySet().retainAll(alive);
  }

  private void checkIfDue(LiveTarget target, LiveEndpoint endpoint, long now) {
    Long due = nextAt.get(endpoint.vitals());
    if (due == null || due - now <= 0) {
      Duration interval = endpoint.policy().interval();
      boolean isOut = endpoint.vitals().health().isOut();
      Duration wait = isOut && interval.compareTo(WHEN_OUT) > 0 ? WHEN_OUT : interval;
      nextAt.put(endpoint.vitals(), now + wait.toNanos());
      check(target, endpoint);
    }
  }

  private void check(LiveTarget target, LiveEndpoint endpoint) {
    long timeout = endpoint.policy().timeout().toMillis();
    client
        .request(endpoint.options(HttpMethod.GET, endpoint.policy().path()).setTimeout(timeout))
        .compose(request -> authenticated(request, target).send())
        .onComplete(result -> checked(endpoint, result));
  }

  private static HttpClientRequest authenticated(HttpClientRequest request, LiveTarget target) {
    target.authenticate(request);
    return request;
  }

  private void checked(LiveEndpoint endpoint, AsyncResult<HttpClientResponse> result) {
    boolean isGood = result.succeeded() && result.result().statusCode() == 200;
    boolean isChanged =
        endpoint
            .vitals()
            .change(
                health ->
                    isGood ? health.checked(endpoint.policy()) : health.failed(endpoint.policy()));
    if (isChanged && isGood) {
      events.cameBack(endpoint.id());
    } else if (isChanged) {
      events.wentOut(endpoint.id(), "health_check");
    }
  }
}
