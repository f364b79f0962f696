// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.serve;

import dev.conduit.engine.surface.spi.Adapters;
import dev.conduit.engine.surface.spi.EngineException;
import dev.conduit.engine.surface.spi.Failure;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The LoRA adapters that are served, by name. Their files are never read. */
final class Loras implements Adapters {
  private final Map<String, String> paths;

  Loras(Map<String, String> initial) {
    paths = new ConcurrentSkipListMap<>(initial);
  }

  /** Names and paths, in order of the names. */
  Map<String, String> paths() {
    return paths;
  }

  @Override
  public Future<Void> load(String name, String path) {
    if (name.isBlank() || path.isBlank()) {
      return refused("lora_name and lora_path must not be empty.", "lora_name");
    }
    return paths.putIfAbsent(name, path) == null
        ? Future.succeededFuture()
        : refused(
            "The lora adapter '%s' has already been loaded. If you want to load the adapter in place, set 'load_inplace' to True."
                .formatted(name),
            "lora_name");
  }

  @Override
  public Future<Void> unload(String name) {
    if (paths.remove(name) != null) {
      return Future.succeededFuture();
    }
    String message = "The lora adapter '%s' cannot be found.".formatted(name);
    return Future.failedFuture(
        new EngineException(new Failure.Status(404, "NotFoundError", message)));
  }

  private static Future<Void> refused(String message, String param) {
    return Future.failedFuture(new EngineException(new Failure.Invalid(message, param)));
  }
}
