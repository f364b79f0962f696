// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.upstream;

import dev.conduit.sidecar.core.failure.Failure;
import io.vertx.core.AsyncResult;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.net.ConnectException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One try of one request on one endpoint, up to the head of its answer. Confined to the request's
 * event loop.
 *
 * <p>Ends once: by {@link Forwarding#unanswered}, or by {@link #finish} or {@link #abort} from
 * outside; whatever the network says after that is dropped.
 */
final class Attempt {
  private final Forwarding forwarding;
  private final LiveTarget target;
  private final LiveEndpoint endpoint;
  private final int number;
  private @Nullable HttpClientRequest request;
  private boolean isOver;

  Attempt(Forwarding forwarding, LiveTarget target, LiveEndpoint endpoint, int number) {
    this.forwarding = forwarding;
    this.target = target;
    this.endpoint = endpoint;
    this.number = number;
  }

  LiveTarget target() {
    return target;
  }

  LiveEndpoint endpoint() {
    return endpoint;
  }

  void start(HttpClient client, Outgoing outgoing) {
    endpoint.vitals().begin();
    client.request(endpoint.post(outgoing.api(), outgoing.uri())).onComplete(this::connected);
  }

  private void connected(AsyncResult<HttpClientRequest> result) {
    if (result.failed()) {
      fail(result.cause() instanceof TimeoutException, result.cause());
      return;
    }
    HttpClientRequest ready = result.result();
    if (isOver) {
      ready.reset();
      return;
    }
    request = ready;
    forwarding.sending(ready, this, number);
    ready.send(forwarding.outgoing().body(target.target())).onComplete(this::answered);
  }

  private void answered(AsyncResult<HttpClientResponse> result) {
    if (isOver) {
      return;
    }
    if (result.failed()) {
      fail(false, result.cause());
      return;
    }
    endpoint.vitals().change(health -> health.answered());
    forwarding.answered(this, result.result());
  }

  private void fail(boolean isConnectTimeout, Throwable cause) {
    if (isOver) {
      return;
    }
    finish();
    boolean isRefused = cause instanceof ConnectException && !isConnectTimeout;
    forwarding.unanswered(
        this,
        isConnectTimeout
            ? Failure.Cause.CONNECT_TIMEOUT
            : isRefused ? Failure.Cause.REFUSED : Failure.Cause.RESET);
  }

  /** The answer is complete or of no more interest; the connection may be used again. */
  void finish() {
    if (!isOver) {
      isOver = true;
      endpoint.vitals().finish();
    }
  }

  /** Tells the engine at once that nobody wants the answer any more. */
  void abort() {
    boolean wasOver = isOver;
    finish();
    if (!wasOver && request != null) {
      request.reset();
    }
  }
}
