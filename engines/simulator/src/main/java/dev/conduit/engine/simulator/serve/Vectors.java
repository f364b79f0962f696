// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.serve;

import dev.conduit.engine.simulator.batch.Answer;
import dev.conduit.engine.simulator.batch.Event;
import dev.conduit.engine.simulator.batch.Submission;
import dev.conduit.engine.simulator.drive.BatchDriver;
import dev.conduit.engine.surface.spi.Embedder;
import dev.conduit.engine.surface.spi.EngineException;
import dev.conduit.engine.surface.spi.Failure;
import dev.conduit.engine.surface.spi.Prompt;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** Embeddings: each text takes its turn in the batch as a prompt without an answer. */
final class Vectors implements Embedder {
  private static final Answer NOTHING = new Answer(List.of(0), 1);

  private final Settings settings;
  private final Life life;
  private final Executor workers;
  private final TokenVectors vectors;
  private final AtomicLong count = new AtomicLong();

  Vectors(Settings settings, Life life, Executor workers) {
    this.settings = settings;
    this.life = life;
    this.workers = workers;
    this.vectors = new TokenVectors(settings.seed(), settings.abilities().embeddingSize());
  }

  @Override
  public Future<List<Vector>> embed(String model, List<Prompt> prompts) {
    List<Future<Vector>> all = prompts.stream().map(this::embed).toList();
    return Future.all(all).map(done -> done.<Vector>list());
  }

  private Future<Vector> embed(Prompt prompt) {
    BatchDriver driver =
        life.running()
            .map(Life.Phase.Running::driver)
            .orElseThrow(
                () -> new EngineException(new Failure.Unavailable("the engine is not loaded yet")));
    Promise<Vector> promise = Promise.promise();
    Submission submission =
        new Submission(
            "embd-" + count.incrementAndGet(),
            prompt.tokens(),
            NOTHING,
            1,
            "",
            settings.servedNames().getFirst());
    driver.submit(submission, event -> hear(event, prompt, promise));
    return promise.future();
  }

  private void hear(Event event, Prompt prompt, Promise<Vector> promise) {
    switch (event) {
      case Event.Finished _ -> workers.execute(() -> promise.complete(vectors.of(prompt.tokens())));
      case Event.Aborted _ ->
          promise.fail(new EngineException(new Failure.Unavailable("the engine was put to sleep")));
      case Event.Scheduled _, Event.Preempted _, Event.Token _ -> {}
    }
  }
}
