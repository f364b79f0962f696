// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.upstream;

import dev.conduit.contract.Endpoint;
import dev.conduit.contract.HealthCheck;
import dev.conduit.sidecar.core.balance.Candidate;
import dev.conduit.sidecar.core.exchange.Api;
import dev.conduit.sidecar.core.failure.Failure;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** An endpoint of one snapshot together with its vitals, which outlive the snapshot. Any thread. */
public final class LiveEndpoint implements Candidate {
  private final Endpoint endpoint;
  private final HealthCheck policy;
  private final Vitals vitals;
  private final Duration connectTimeout;
  private final Map<Api, RequestOptions> posts = new EnumMap<>(Api.class);

  LiveEndpoint(Endpoint endpoint, HealthCheck policy, Vitals vitals, Duration connectTimeout) {
    this.endpoint = endpoint;
    this.policy = policy;
    this.vitals = vitals;
    this.connectTimeout = connectTimeout;
    for (Api api : Api.values()) {
      if (api != Api.OTHER) {
        posts.put(api, options(HttpMethod.POST, api.path()));
      }
    }
  }

  public String id() {
    return endpoint.id();
  }

  Endpoint endpoint() {
    return endpoint;
  }

  HealthCheck policy() {
    return policy;
  }

  Vitals vitals() {
    return vitals;
  }

  @Override
  public boolean isReady() {
    return endpoint.ready() && !vitals.health().isOut();
  }

  @Override
  public int inFlight() {
    return vitals.inFlight();
  }

  /** Takes note of an attempt that got no answer; answers whether that took the endpoint out. */
  boolean failed(Failure.Cause cause) {
    return vitals.change(
        health -> cause == Failure.Cause.REFUSED ? health.refused() : health.failed(policy));
  }

  RequestOptions post(Api api, String uri) {
    RequestOptions ready = posts.get(api);
    return ready != null && uri.equals(api.path()) ? ready : options(HttpMethod.POST, uri);
  }

  RequestOptions options(HttpMethod method, String uri) {
    URI url = endpoint.url();
    boolean isTls = "https".equals(url.getScheme());
    String base = url.getRawPath() == null ? "" : url.getRawPath().replaceAll("/+$", "");
    int port = url.getPort() > 0 ? url.getPort() : isTls ? 443 : 80;
    return new RequestOptions()
        .setMethod(method)
        .setHost(url.getHost())
        .setPort(port)
        .setServer(SocketAddress.inetSocketAddress(port, url.getHost()))
        .setSsl(isTls)
        .setURI(base + uri)
        .setConnectTimeout(connectTimeout.toMillis());
  }
}
