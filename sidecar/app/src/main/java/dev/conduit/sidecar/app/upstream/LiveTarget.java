// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.upstream;

import dev.conduit.contract.Credential;
import dev.conduit.contract.Target;
import io.vertx.core.http.HttpClientRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A target of one snapshot with its endpoints. Any thread.
 *
 * <p>Holds a secret: {@code toString} tells only the id.
 */
public final class LiveTarget {
  private final Target target;
  private final List<LiveEndpoint> endpoints;
  private final String secret;
  private final AtomicLong turn;
  private final Pace pace;

  /**
   * @param secret value of the credential; empty for none
   */
  LiveTarget(
      Target target, List<LiveEndpoint> endpoints, String secret, AtomicLong turn, Pace pace) {
    this.target = target;
    this.endpoints = List.copyOf(endpoints);
    this.secret = secret;
    this.turn = turn;
    this.pace = pace;
  }

  public Target target() {
    return target;
  }

  public List<LiveEndpoint> endpoints() {
    return endpoints;
  }

  AtomicLong turn() {
    return turn;
  }

  /** How fast it was lately. */
  public Pace pace() {
    return pace;
  }

  /** Requests in flight by endpoint that is ready; by all where none is. */
  public double load() {
    int inFlight = 0;
    int ready = 0;
    for (LiveEndpoint one : endpoints) {
      inFlight += one.inFlight();
      ready += one.isReady() ? 1 : 0;
    }
    return (double) inFlight / Math.max(1, ready);
  }

  /** Adds the header that proves who we are, where the target wants one. */
  public void authenticate(HttpClientRequest request) {
    if (!secret.isEmpty()) {
      target.credential().ifPresent(c -> request.putHeader(c.header(), c.prefix() + secret));
    }
  }

  /** The environment variable that should hold this target's secret and does not. */
  Optional<String> missingSecret() {
    return !secret.isEmpty()
        ? Optional.empty()
        : target.credential().map(Credential::environmentVariable);
  }

  @Override
  public String toString() {
    return target.id().value();
  }
}
