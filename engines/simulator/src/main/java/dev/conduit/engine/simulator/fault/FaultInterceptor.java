// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.fault;

import dev.conduit.engine.surface.Interceptor;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Lets faults hit requests before they are routed. */
public final class FaultInterceptor implements Interceptor {
  private final FaultSwitch faults;

  public FaultInterceptor(FaultSwitch faults) {
    this.faults = faults;
  }

  @Override
  public boolean takesOver(HttpServerRequest request) {
    if (faults.swallows()) {
      // Read and forgotten: the client's connection stays open and silent.
      request.resume();
      return true;
    }
    Optional<Integer> status =
        String.valueOf(request.path()).startsWith("/v1/") ? faults.error() : Optional.empty();
    status.ifPresent(code -> answer(request, code));
    return status.isPresent();
  }

  private static void answer(HttpServerRequest request, int status) {
    JsonObject error =
        new JsonObject()
            .put("message", "injected fault: every request may fail while errors is set")
            .put("type", "InternalServerError")
            .putNull("param")
            .put("code", status);
    request
        .response()
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .end(new JsonObject().put("error", error).encode());
  }
}
