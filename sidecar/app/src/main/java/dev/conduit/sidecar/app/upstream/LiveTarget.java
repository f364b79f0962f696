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

  /**
   * @param secret value of the credential; empty for none
   */
  LiveTarget(Target target, List<LiveEndpoint> endpoints, String secret, AtomicLong turn) {
    this.target = target;
    this.endpoints = List.copyOf(endpoints);
    this.secret = secret;
    this.turn = turn;
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
