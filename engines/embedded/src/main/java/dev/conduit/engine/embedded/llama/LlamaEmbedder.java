// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.llama;

import dev.conduit.engine.surface.spi.Embedder;
import dev.conduit.engine.surface.spi.EngineException;
import dev.conduit.engine.surface.spi.Failure;
import dev.conduit.engine.surface.spi.Prompt;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings by a second context over the same file, loaded when the first request for one comes:
 * llama.cpp cannot generate and embed in one. The weights are mapped once for both.
 *
 * <p>Vectors are the last token's state, of length 1. A chat model's are good for rough similarity
 * only; serve a model that was trained for embeddings where it matters.
 */
final class LlamaEmbedder implements Embedder {
  /** llama.cpp needs the whole input in one physical batch, and reserves memory for it. */
  private static final int MOST_TOKENS = 512;

  private final OffLoop offLoop;
  private final Path file;
  private final int threads;
  private @Nullable LlamaBinding model;

  LlamaEmbedder(OffLoop offLoop, Path file, int threads) {
    this.offLoop = offLoop;
    this.file = file;
    this.threads = threads;
  }

  @Override
  public Future<List<Vector>> embed(String name, List<Prompt> prompts) {
    for (Prompt prompt : prompts) {
      if (prompt.tokens().size() > MOST_TOKENS) {
        return Future.failedFuture(
            new EngineException(
                new Failure.Invalid(
                    "an input has %d tokens; this engine embeds at most %d, split it"
                        .formatted(prompt.tokens().size(), MOST_TOKENS),
                    "input")));
      }
    }
    return offLoop.run(() -> embedAll(prompts));
  }

  private synchronized List<Vector> embedAll(List<Prompt> prompts) {
    LlamaBinding binding = model;
    if (binding == null) {
      binding = LlamaBinding.loadForEmbedding(file, MOST_TOKENS, threads);
      model = binding;
    }
    List<Vector> vectors = new ArrayList<>();
    for (Prompt prompt : prompts) {
      List<Float> values = new ArrayList<>();
      for (float value : binding.embed(prompt.text())) {
        values.add(value);
      }
      vectors.add(new Vector(values));
    }
    return vectors;
  }
}
