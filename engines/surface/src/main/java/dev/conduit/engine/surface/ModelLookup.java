// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.conduit.engine.surface.spi.Engine;
import dev.conduit.engine.surface.spi.Health;
import dev.conduit.engine.surface.spi.ServedModel;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the model that a request means; refuses while there is none to find. */
final class ModelLookup {

  private ModelLookup() {}

  /** The body of a request to a model, once the engine can serve one. */
  static ObjectNode body(Exchange exchange) {
    if (!exchange.isJson()) {
      throw new Refusal(
          WireError.badRequest("Unsupported Media Type: Only 'application/json' is allowed"));
    }
    ObjectNode body = Json.read(exchange.body());
    requireReady(exchange.engine());
    return body;
  }

  /** The model named by {@code model}; the first one when the field is absent, as in vLLM. */
  static ServedModel of(Engine engine, Fields fields) {
    Optional<String> name = fields.string("model");
    fields.check();
    List<ServedModel> models = engine.models();
    return models.stream()
        .filter(model -> name.isEmpty() || model.name().equals(name.get()))
        .findFirst()
        .orElseThrow(() -> unknown(name.orElse(""), models));
  }

  private static void requireReady(Engine engine) {
    switch (engine.health()) {
      case Health.Ready() -> {}
      case Health.Sleeping(int level) ->
          throw refuse("the engine is asleep (level " + level + "): POST /wake_up first");
      case Health.Loading(String phase, double ignored, String detail) ->
          throw refuse(
              "the model is not loaded yet ("
                  + phase
                  + ", "
                  + detail
                  + "): wait until /health answers 200");
      case Health.Failed(String reason) -> throw refuse("the engine has failed: " + reason);
    }
  }

  private static Refusal refuse(String message) {
    return new Refusal(WireError.unavailable(message));
  }

  private static Refusal unknown(String name, List<ServedModel> models) {
    String served = models.stream().map(ServedModel::name).collect(Collectors.joining(", "));
    return new Refusal(
        new WireError(
            404,
            "NotFoundError",
            "The model `" + name + "` does not exist. Valid aliases: " + served + ".",
            Optional.of("model")));
  }
}
