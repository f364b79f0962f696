// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.serve;

import dev.conduit.engine.simulator.text.ChatTemplate;
import dev.conduit.engine.simulator.text.Tokenizer;
import dev.conduit.engine.surface.spi.EngineException;
import dev.conduit.engine.surface.spi.Failure;
import dev.conduit.engine.surface.spi.Prompt;
import dev.conduit.engine.surface.spi.PromptSource;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Renders and tokenizes on the workers. */
final class Prompts {
  private final Tokenizer tokenizer;
  private final ChatTemplate template;
  private final Executor workers;

  Prompts(Tokenizer tokenizer, Executor workers) {
    this.tokenizer = tokenizer;
    this.template = new ChatTemplate(tokenizer);
    this.workers = workers;
  }

  Future<Prompt> prompt(PromptSource source) {
    return onWorker(
        () ->
            switch (source) {
              case PromptSource.Text text -> new Prompt(text.text(), tokenizer.encode(text.text()));
              case PromptSource.Tokens tokens ->
                  new Prompt(decode(tokens.ids(), "prompt"), tokens.ids());
              case PromptSource.Chat chat -> template.render(chat);
            });
  }

  Future<String> text(List<Integer> tokens) {
    return onWorker(() -> decode(tokens, "tokens"));
  }

  private String decode(List<Integer> ids, String param) {
    return switch (tokenizer.decode(ids)) {
      case Tokenizer.Decoded.Text text -> text.text();
      case Tokenizer.Decoded.Unknown unknown ->
          throw new EngineException(
              new Failure.Invalid(
                  "Token id %d is out of vocabulary".formatted(unknown.id()), param));
    };
  }

  private <T> Future<T> onWorker(Supplier<T> work) {
    Promise<T> promise = Promise.promise();
    workers.execute(
        () -> {
          try {
            promise.complete(work.get());
          } catch (EngineException e) {
            promise.fail(e);
          }
        });
    return promise.future();
  }
}
