// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.conduit.engine.surface.spi.EngineInfo;
import dev.conduit.engine.surface.spi.Health;
import dev.conduit.engine.surface.spi.ServedModel;

/** What an engine says about itself. */
final class InfoEndpoints {

  private final Admission admission;

  InfoEndpoints(Admission admission) {
    this.admission = admission;
  }

  /**
   * 200 with no body, as vLLM answers, when the engine serves or sleeps. Otherwise 503 with a body
   * that says how far loading is; vLLM does not listen at all while it loads.
   */
  void health(Exchange exchange) {
    if (admission.isClosed()) {
      exchange.json(503, Json.object().put("status", "draining"));
      return;
    }
    switch (exchange.engine().health()) {
      case Health.Ready() -> exchange.empty(200);
      case Health.Sleeping(int ignored) -> exchange.empty(200);
      case Health.Loading loading -> exchange.json(503, describe(loading));
      case Health.Failed(String reason) ->
          exchange.json(503, Json.object().put("status", "failed").put("reason", reason));
    }
  }

  void ping(Exchange exchange) {
    health(exchange);
  }

  void version(Exchange exchange) {
    exchange.json(200, Json.object().put("version", exchange.engine().info().version()));
  }

  void load(Exchange exchange) {
    exchange.json(200, Json.object().put("server_load", admission.inFlight()));
  }

  void models(Exchange exchange) {
    ObjectNode root = Json.object().put("object", "list");
    ArrayNode data = root.putArray("data");
    EngineInfo info = exchange.engine().info();
    exchange.engine().models().forEach(model -> data.add(card(model, info)));
    exchange.json(200, root);
  }

  private static ObjectNode describe(Health.Loading loading) {
    ObjectNode body = Json.object().put("status", "loading").put("phase", loading.phase());
    if (loading.progress() >= 0) {
      body.put("progress", Math.round(loading.progress() * 1000) / 1000.0);
    }
    return body.put("detail", loading.detail());
  }

  private static ObjectNode card(ServedModel model, EngineInfo info) {
    ObjectNode card =
        Json.object()
            .put("id", model.name())
            .put("object", "model")
            .put("created", model.createdSeconds())
            .put("owned_by", info.ownedBy())
            .put("root", model.root())
            .put("parent", model.parent().orElse(null))
            .put("max_model_len", model.maxModelLen());
    card.putArray("permission")
        .addObject()
        .put("id", "modelperm-" + Exchange.randomHex(16))
        .put("object", "model_permission")
        .put("created", model.createdSeconds())
        .put("allow_create_engine", false)
        .put("allow_sampling", true)
        .put("allow_logprobs", info.capabilities().logprobs())
        .put("allow_search_indices", false)
        .put("allow_view", true)
        .put("allow_fine_tuning", false)
        .put("organization", "*")
        .putNull("group")
        .put("is_blocking", false);
    return card;
  }
}
