// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import dev.conduit.engine.surface.metrics.Exposition;

/** Every path of the surface, in one place. */
final class Endpoints {

  private Endpoints() {}

  static Router router(SurfaceMetrics metrics, Admission admission) {
    InfoEndpoints info = new InfoEndpoints(admission);
    GenerationStarter starter = new GenerationStarter(metrics, admission);
    AdminEndpoints admin = new AdminEndpoints();
    return new Router()
        .get("/health", info::health)
        .get("/ping", info::ping)
        .post("/ping", info::ping)
        .get("/version", info::version)
        .get("/v1/models", info::models)
        .get("/load", info::load)
        .get("/metrics", e -> e.send(200, Exposition.CONTENT_TYPE, metrics.scrape(e.engine())))
        .post("/v1/chat/completions", new ChatEndpoint(starter, metrics)::handle)
        .post("/v1/completions", new CompletionEndpoint(starter)::handle)
        .post("/v1/embeddings", new EmbeddingEndpoint()::handle)
        .post("/tokenize", new TokenizeEndpoint()::tokenize)
        .post("/detokenize", new TokenizeEndpoint()::detokenize)
        .get("/is_sleeping", admin::isSleeping)
        .post("/sleep", admin::sleep)
        .post("/wake_up", admin::wakeUp)
        .post("/v1/load_lora_adapter", admin::loadAdapter)
        .post("/v1/unload_lora_adapter", admin::unloadAdapter);
  }
}
