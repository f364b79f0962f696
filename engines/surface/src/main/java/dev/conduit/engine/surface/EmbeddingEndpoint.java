// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.conduit.engine.surface.spi.Embedder;
import dev.conduit.engine.surface.spi.Prompt;
import dev.conduit.engine.surface.spi.PromptSource;
import dev.conduit.engine.surface.spi.ServedModel;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** {@code POST /v1/embeddings}, in floats or base64; a 404 where the engine does not embed. */
final class EmbeddingEndpoint {

  void handle(Exchange exchange) {
    Optional<Embedder> embedder = exchange.engine().embedder();
    if (embedder.isEmpty()) {
      Router.notFound(exchange);
      return;
    }
    Fields fields = Fields.of(ModelLookup.body(exchange));
    fields.required("input");
    ServedModel model = ModelLookup.of(exchange.engine(), fields);
    List<PromptSource> sources = CompletionEndpoint.sources(model.name(), "input", fields);
    boolean base64 = isBase64(fields.string("encoding_format").orElse("float"));
    if (fields.any("dimensions").isPresent()) {
      throw AskReader.refuse(
          "dimensions", "model `" + model.name() + "` does not support changing its dimensions.");
    }
    fields.check();
    if (sources.isEmpty()) {
      throw AskReader.refuse("input", "input must not be empty.");
    }
    String id = exchange.id("embd-");
    List<Future<Prompt>> prompts =
        sources.stream().map(source -> exchange.engine().prompt(source)).toList();
    Future.all(prompts)
        .map(all -> all.<Prompt>list())
        .compose(
            list ->
                embedder
                    .get()
                    .embed(model.name(), fitting(list, model))
                    .map(vectors -> body(id, model, vectors, list, base64)))
        .onComplete(
            done ->
                exchange
                    .context()
                    .runOnContext(
                        ignored -> {
                          if (done.succeeded()) {
                            exchange.json(200, done.result());
                          } else {
                            exchange.error(Errors.of(done.cause()));
                          }
                        }));
  }

  private static boolean isBase64(String format) {
    return switch (format) {
      case "float" -> false;
      case "base64" -> true;
      default ->
          throw AskReader.refuse(
              "encoding_format", "encoding_format must be float or base64, got " + format + ".");
    };
  }

  private static List<Prompt> fitting(List<Prompt> prompts, ServedModel model) {
    for (Prompt prompt : prompts) {
      int tokens = prompt.tokens().size();
      if (tokens == 0 || tokens > model.maxModelLen()) {
        throw AskReader.refuse(
            "input",
            "This model's maximum context length is %d tokens. However, your request has %d input tokens. Please reduce the length of the input."
                .formatted(model.maxModelLen(), tokens));
      }
    }
    return prompts;
  }

  private static ObjectNode body(
      String id,
      ServedModel model,
      List<Embedder.Vector> vectors,
      List<Prompt> prompts,
      boolean base64) {
    ObjectNode root =
        Json.object()
            .put("id", id)
            .put("object", "list")
            .put("created", System.currentTimeMillis() / 1000)
            .put("model", model.name());
    ArrayNode data = root.putArray("data");
    for (int i = 0; i < vectors.size(); i++) {
      ObjectNode entry = data.addObject().put("index", i).put("object", "embedding");
      if (base64) {
        entry.put("embedding", encode(vectors.get(i)));
      } else {
        vectors.get(i).values().forEach(entry.putArray("embedding")::add);
      }
    }
    int tokens = prompts.stream().mapToInt(p -> p.tokens().size()).sum();
    root.putObject("usage")
        .put("prompt_tokens", tokens)
        .put("total_tokens", tokens)
        .put("completion_tokens", 0)
        .putNull("prompt_tokens_details");
    return root;
  }

  private static String encode(Embedder.Vector vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.values().size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    vector.values().forEach(bytes::putFloat);
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
