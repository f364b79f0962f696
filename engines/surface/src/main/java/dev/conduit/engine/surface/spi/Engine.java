// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface.spi;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * A model server's inside. The surface calls every method on its event loop: none may block.
 * Futures may complete on any thread.
 *
 * <p>While {@link #health()} is anything but {@link Health.Ready} the surface answers 503 itself
 * and calls neither {@link #prompt} nor {@link #submit}.
 */
public interface Engine {

  /** Fixed facts about this process; the same value for its whole life. */
  EngineInfo info();

  /** How the engine is now. */
  Health health();

  /** The served names, base model first, adapters after it; empty until the model is known. */
  List<ServedModel> models();

  /**
   * Renders and tokenizes a prompt with the model's own template and tokenizer.
   *
   * <p>Errors: the future fails with an {@link EngineException} that carries a {@link Failure}.
   */
  Future<Prompt> prompt(PromptSource source);

  /** The text of token ids; fails with an {@link EngineException} for an id out of range. */
  Future<String> detokenize(String model, List<Integer> tokens);

  /**
   * Queues one sequence. A request for {@code n} answers or several prompts arrives as several
   * calls. The request is already validated: the model is served, the prompt and {@code maxTokens}
   * fit the context.
   *
   * <p>The listener may be called on any thread, but one call at a time, and never from inside this
   * method.
   */
  Generation submit(GenerationRequest request, GenerationListener listener);

  /** What the engine alone knows of its load; read at each scrape of the metrics. */
  EngineLoad load();

  /** Present where the served model can embed; {@code /v1/embeddings} is a 404 otherwise. */
  default Optional<Embedder> embedder() {
    return Optional.empty();
  }

  /**
   * Present where the engine can sleep; {@code /sleep} and {@code /wake_up} are a 404 otherwise.
   */
  default Optional<Sleepable> sleepable() {
    return Optional.empty();
  }

  /** Present where adapters can be loaded while serving; their endpoints are a 404 otherwise. */
  default Optional<Adapters> adapters() {
    return Optional.empty();
  }
}
