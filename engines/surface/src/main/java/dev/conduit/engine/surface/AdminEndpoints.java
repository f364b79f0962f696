// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import dev.conduit.engine.surface.spi.Adapters;
import dev.conduit.engine.surface.spi.Health;
import dev.conduit.engine.surface.spi.Sleepable;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Sleep and adapters, where the engine has them; FastAPI's 404 where it has not. */
final class AdminEndpoints {

  void isSleeping(Exchange exchange) {
    boolean asleep = exchange.engine().health() instanceof Health.Sleeping;
    exchange.json(200, Json.object().put("is_sleeping", asleep));
  }

  void sleep(Exchange exchange) {
    Optional<Sleepable> sleepable = exchange.engine().sleepable();
    if (sleepable.isEmpty()) {
      Router.notFound(exchange);
      return;
    }
    String level = exchange.query("level", "1");
    if (!level.equals("1") && !level.equals("2")) {
      throw AskReader.refuse("level", "level must be 1 or 2, got " + level + ".");
    }
    finish(exchange, sleepable.get().sleep(Integer.parseInt(level)), Optional.empty());
  }

  void wakeUp(Exchange exchange) {
    Optional<Sleepable> sleepable = exchange.engine().sleepable();
    if (sleepable.isEmpty()) {
      Router.notFound(exchange);
      return;
    }
    List<String> tags =
        Arrays.stream(exchange.query("tags", "").split(",")).filter(t -> !t.isBlank()).toList();
    finish(exchange, sleepable.get().wakeUp(tags), Optional.empty());
  }

  void loadAdapter(Exchange exchange) {
    adapters(exchange, "lora_path", (adapters, fields) -> adapters.load(fields[0], fields[1]))
        .ifPresent(name -> finish(exchange, name.result(), message(name.adapter(), "added")));
  }

  void unloadAdapter(Exchange exchange) {
    adapters(exchange, "lora_name", (adapters, fields) -> adapters.unload(fields[0]))
        .ifPresent(name -> finish(exchange, name.result(), message(name.adapter(), "removed")));
  }

  private record Change(String adapter, Future<Void> result) {}

  private static Optional<Change> adapters(
      Exchange exchange, String second, BiFunction<Adapters, String[], Future<Void>> change) {
    Optional<Adapters> adapters = exchange.engine().adapters();
    if (adapters.isEmpty()) {
      Router.notFound(exchange);
      return Optional.empty();
    }
    Fields fields = Fields.of(Json.read(exchange.body()));
    fields.required("lora_name");
    fields.required(second);
    String name = fields.string("lora_name").orElse("");
    String other = fields.string(second).orElse("");
    fields.check();
    return Optional.of(new Change(name, change.apply(adapters.get(), new String[] {name, other})));
  }

  private static Optional<String> message(String adapter, String done) {
    return Optional.of("Success: LoRA adapter '" + adapter + "' " + done + " successfully.");
  }

  private static void finish(Exchange exchange, Future<Void> change, Optional<String> message) {
    change.onComplete(
        done ->
            exchange
                .context()
                .runOnContext(
                    ignored -> {
                      if (done.failed()) {
                        exchange.error(Errors.of(done.cause()));
                      } else if (message.isPresent()) {
                        exchange.send(200, "text/plain; charset=utf-8", message.get());
                      } else {
                        exchange.empty(200);
                      }
                    }));
  }
}
