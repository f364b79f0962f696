// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.upstream;

import dev.conduit.contract.Target;
import dev.conduit.sidecar.core.exchange.Api;
import dev.conduit.sidecar.core.failure.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.List;

/**
 * A request on its way to an engine: what forwarding needs of it, and what it hears back. All calls
 * on the request's event loop; exactly one of {@code answered}, {@code refused} and {@code
 * brokenOff} ends it.
 */
public interface Outgoing {
  Api api();

  /** Path and query. */
  String uri();

  /** Whether the answer comes in pieces, and not as a whole at its end. */
  boolean isStream();

  /** Targets that it may go to, best first, at least one. */
  List<LiveTarget> candidates();

  /** Evenly spread number for this attempt. */
  long entropy();

  /** The body as this target wants it. */
  Buffer body(Target target);

  /** Who the answer goes to. */
  Recipient caller();

  /** Headers are to be set; the request is sent next. */
  void sending(HttpClientRequest request, LiveTarget target, LiveEndpoint endpoint, int attempt);

  /** An attempt failed and another one follows. */
  void retrying(LiveTarget target, String cause);

  /** Status and headers are to be copied to the caller; the body follows. */
  void answering(HttpClientResponse answer);

  /** A chunk of the body went by; {@code now} is of the nano clock. */
  void chunk(long now);

  /** The answer is complete. */
  void answered(Answer answer);

  /** It failed before anything went to the caller, who has to be told. */
  void refused(Failure failure);

  /** It failed after the answer began; the caller has been told as far as that is possible. */
  void brokenOff(Failure failure);
}
