// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.conduit.engine.surface.spi.Prompt;
import dev.conduit.engine.surface.spi.PromptSource;
import dev.conduit.engine.surface.spi.ServedModel;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code /tokenize} and {@code /detokenize}: the model's own tokenizer, over HTTP. */
final class TokenizeEndpoint {

  void tokenize(Exchange exchange) {
    Fields fields = Fields.of(ModelLookup.body(exchange));
    ServedModel model = ModelLookup.of(exchange.engine(), fields);
    boolean strings = fields.bool("return_token_strs", false);
    PromptSource source =
        fields.any("messages").isPresent()
            ? new PromptSource.Chat(
                model.name(),
                Messages.read(fields),
                Optional.empty(),
                fields.bool("add_generation_prompt", true),
                fields.any("chat_template_kwargs"))
            : new PromptSource.Text(
                model.name(), text(fields), fields.bool("add_special_tokens", true));
    fields.check();
    Future<Prompt> prompt = exchange.engine().prompt(source);
    answer(
        exchange,
        prompt
            .compose(p -> strings ? strings(exchange, model, p) : Future.succeededFuture(List.of()))
            .map(
                texts -> {
                  List<Integer> ids = prompt.result().tokens();
                  ObjectNode root =
                      Json.object()
                          .put("count", ids.size())
                          .put("max_model_len", model.maxModelLen());
                  ids.forEach(root.putArray("tokens")::add);
                  if (strings) {
                    texts.forEach(root.putArray("token_strs")::add);
                  } else {
                    root.putNull("token_strs");
                  }
                  return root;
                }));
  }

  void detokenize(Exchange exchange) {
    Fields fields = Fields.of(ModelLookup.body(exchange));
    ServedModel model = ModelLookup.of(exchange.engine(), fields);
    fields.required("tokens");
    List<Integer> ids = fields.array("tokens").map(a -> ids(fields, a)).orElse(List.of());
    fields.check();
    answer(
        exchange,
        exchange
            .engine()
            .detokenize(model.name(), ids)
            .map(text -> Json.object().put("prompt", text)));
  }

  private static Future<List<String>> strings(Exchange exchange, ServedModel model, Prompt prompt) {
    List<Future<String>> texts = new ArrayList<>();
    for (Integer id : prompt.tokens()) {
      texts.add(exchange.engine().detokenize(model.name(), List.of(id)));
    }
    return Future.all(texts).map(all -> all.list());
  }

  private static String text(Fields fields) {
    fields.required("prompt");
    return fields.string("prompt").orElse("");
  }

  static List<Integer> ids(Fields fields, ArrayNode array) {
    List<Integer> ids = new ArrayList<>(array.size());
    array.forEach(
        id -> {
          if (id.isInt() && id.intValue() >= 0) {
            ids.add(id.intValue());
          } else {
            fields.fault("tokens", "int_type", "Input should be a valid integer", id);
          }
        });
    return ids;
  }

  private static void answer(Exchange exchange, Future<ObjectNode> body) {
    Consumer<ObjectNode> send = node -> exchange.json(200, node);
    body.onComplete(
        done ->
            exchange
                .context()
                .runOnContext(
                    ignored -> {
                      if (done.succeeded()) {
                        send.accept(done.result());
                      } else {
                        exchange.error(Errors.of(done.cause()));
                      }
                    }));
  }
}
