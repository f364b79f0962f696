// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.upstream;

import dev.conduit.sidecar.core.failure.Failure;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Forwards the requests of one event loop; all its state is confined to that loop. */
public final class Forwarder {
  private final HttpClient client;
  private final Deadlines deadlines;
  private final RetryBudget budget;
  private final RetryBudget escalations;
  private final LongSupplier nanoTime;
  private final EndpointEvents events;

  /**
   * @param client whose requests are made on this event loop
   * @param nanoTime the nano clock
   * @param events hears what happens to endpoints
   */
  public Forwarder(Vertx vertx, HttpClient client, LongSupplier nanoTime, EndpointEvents events) {
    this.client = client;
    this.deadlines = new Deadlines(vertx, nanoTime);
    this.budget = new RetryBudget(nanoTime);
    this.escalations = new RetryBudget(nanoTime);
    this.nanoTime = nanoTime;
    this.events = events;
  }

  /** {@code outgoing} hears how it goes, once it is started. */
  public Forwarding forward(Fleet fleet, Outgoing outgoing) {
    return new Forwarding(this, fleet, outgoing, fleet.resilience().timeouts().total());
  }

  /** The same within a shorter limit. */
  public Forwarding forward(Fleet fleet, Outgoing outgoing, Duration limit) {
    return new Forwarding(this, fleet, outgoing, limit);
  }

  /** Keeps escalations a share of the requests. */
  public RetryBudget escalations() {
    return escalations;
  }

  HttpClient client() {
    return client;
  }

  Deadlines deadlines() {
    return deadlines;
  }

  RetryBudget budget() {
    return budget;
  }

  long now() {
    return nanoTime.getAsLong();
  }

  void failed(LiveEndpoint endpoint, Failure.Cause cause) {
    if (endpoint.failed(cause)) {
      events.wentOut(endpoint.id(), cause.label());
    }
  }
}
