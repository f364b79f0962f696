// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.conduit.engine.surface.spi.Failure;
import java.util.Optional;

/**
 * An error answer in OpenAI's shape.
 *
 * @param status HTTP status, also {@code code}
 * @param type vLLM's name for it
 * @param message for the client
 * @param param the field at fault
 */
record WireError(int status, String type, String message, Optional<String> param) {

  static WireError badRequest(String message) {
    return new WireError(400, "BadRequestError", message, Optional.empty());
  }

  static WireError badField(String param, String message) {
    return new WireError(400, "BadRequestError", message, Optional.of(param));
  }

  static WireError unavailable(String message) {
    return new WireError(503, "ServiceUnavailableError", message, Optional.empty());
  }

  static WireError internal(String message) {
    return new WireError(500, "InternalServerError", message, Optional.empty());
  }

  /** The one place that maps an engine's failures; a reset has no answer and maps to a 500. */
  static WireError of(Failure failure) {
    return switch (failure) {
      case Failure.Invalid(String message, String param) -> badField(param, message);
      case Failure.Unavailable(String message) -> unavailable(message);
      case Failure.Internal(String message) -> internal(message);
      case Failure.Status(int status, String type, String message) ->
          new WireError(status, type, message, Optional.empty());
      case Failure.Reset(String message) -> internal(message);
    };
  }

  ObjectNode body() {
    ObjectNode root = Json.object();
    root.putObject("error")
        .put("message", message)
        .put("type", type)
        .put("param", param.orElse(null))
        .put("code", status);
    return root;
  }
}
