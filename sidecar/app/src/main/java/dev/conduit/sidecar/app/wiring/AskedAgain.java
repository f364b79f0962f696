// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import dev.conduit.contract.Target;
import dev.conduit.sidecar.app.cascade.TrialBody;
import dev.conduit.sidecar.app.ingress.Headers;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;

/** A request as it was, to another model, in one piece. */
record AskedAgain(Exchange x) implements BackgroundCall.Content {
  @Override
  public Buffer body(Target to) {
    return TrialBody.of(x.body.buffer().getBytes(), to.model(), false);
  }

  @Override
  public void headers(HttpClientRequest request) {
    Headers.toEngine(x.request().headers(), request.headers());
    request.headers().set(ConduitHeader.REQUEST_ID, x.id());
  }
}
