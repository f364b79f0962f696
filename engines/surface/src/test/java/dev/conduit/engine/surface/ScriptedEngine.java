// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import dev.conduit.engine.surface.spi.Embedder;
import dev.conduit.engine.surface.spi.Engine;
import dev.conduit.engine.surface.spi.EngineException;
import dev.conduit.engine.surface.spi.EngineInfo;
import dev.conduit.engine.surface.spi.EngineLoad;
import dev.conduit.engine.surface.spi.Failure;
import dev.conduit.engine.surface.spi.FinishReason;
import dev.conduit.engine.surface.spi.Generation;
import dev.conduit.engine.surface.spi.GenerationListener;
import dev.conduit.engine.surface.spi.GenerationRequest;
import dev.conduit.engine.surface.spi.Health;
import dev.conduit.engine.surface.spi.Prompt;
import dev.conduit.engine.surface.spi.PromptSource;
import dev.conduit.engine.surface.spi.ServedModel;
import dev.conduit.engine.surface.spi.Sleepable;
import dev.conduit.engine.surface.spi.TokenDelta;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A deterministic engine for tests: a prompt's tokens are its words, an answer is the script, one
 * word a token, each sequence on a virtual thread of its own. A request whose prompt says "forever"
 * never ends by itself; one that says "fail" fails after its first token.
 */
final class ScriptedEngine implements Engine, Embedder, Sleepable {

  static final int CONTEXT = 1024;

  volatile Health health = new Health.Ready();
  volatile List<String> script = List.of("oic", " ab", "ig", " InferenceService");
  volatile boolean embeds;
  volatile boolean sleeps;
  final AtomicInteger running = new AtomicInteger();
  final List<GenerationRequest> seen = new CopyOnWriteArrayList<>();
  final List<PromptSource> sources = new CopyOnWriteArrayList<>();

  @Override
  public EngineInfo info() {
    return new EngineInfo(
        "conduit-test",
        "0.32.0",
        "test-fingerprint",
        "test",
        Map.of("x-test", "yes"),
        new EngineInfo.Capabilities(true, true, true));
  }

  @Override
  public Health health() {
    return health;
  }

  @Override
  public List<ServedModel> models() {
    return List.of(new ServedModel("tiny", "./tiny", Optional.empty(), 1_795_229_696L, CONTEXT));
  }

  @Override
  public Future<Prompt> prompt(PromptSource source) {
    sources.add(source);
    return switch (source) {
      case PromptSource.Text(String ignored, String text, boolean special) ->
          Future.succeededFuture(words(text));
      case PromptSource.Tokens(String ignored, List<Integer> ids) ->
          ids.stream().anyMatch(id -> id > 1_000)
              ? Future.failedFuture(
                  new EngineException(new Failure.Invalid("token id out of range", "prompt")))
              : Future.succeededFuture(new Prompt("ids", ids));
      case PromptSource.Chat chat -> Future.succeededFuture(words(chat.messages().toString()));
    };
  }

  @Override
  public Future<String> detokenize(String model, List<Integer> tokens) {
    return Future.succeededFuture("w".repeat(tokens.size()));
  }

  @Override
  public Generation submit(GenerationRequest request, GenerationListener listener) {
    seen.add(request);
    running.incrementAndGet();
    Thread thread = Thread.ofVirtual().start(() -> generate(request, listener));
    return thread::interrupt;
  }

  @Override
  public EngineLoad load() {
    return new EngineLoad(
        running.get(), 0, 0, 0.25, Map.of("block_size", "16"), EngineLoad.LoraLoad.OFF);
  }

  @Override
  public Optional<Embedder> embedder() {
    return embeds ? Optional.of(this) : Optional.empty();
  }

  @Override
  public Optional<Sleepable> sleepable() {
    return sleeps ? Optional.of(this) : Optional.empty();
  }

  @Override
  public Future<List<Vector>> embed(String model, List<Prompt> prompts) {
    return Future.succeededFuture(
        prompts.stream().map(p -> new Vector(List.of(1f, (float) p.tokens().size()))).toList());
  }

  @Override
  public Future<Void> sleep(int level) {
    health = new Health.Sleeping(level);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> wakeUp(List<String> tags) {
    health = new Health.Ready();
    return Future.succeededFuture();
  }

  private void generate(GenerationRequest request, GenerationListener listener) {
    try {
      listener.scheduled(2);
      boolean forever = request.prompt().text().contains("forever");
      for (int i = 0; forever || i < script.size(); i++) {
        String word = script.get(i % script.size());
        TokenDelta.Logprob logprob = new TokenDelta.Logprob(word, i, -0.5);
        listener.token(
            new TokenDelta(
                word,
                1,
                i,
                request.logprobs().isPresent() ? List.of(logprob, logprob) : List.of()));
        if (request.prompt().text().contains("fail")) {
          listener.failed(new Failure.Internal("the script says so"));
          return;
        }
        if (i + 1 == request.maxTokens()) {
          listener.finished(FinishReason.LENGTH);
          return;
        }
        Thread.sleep(forever ? 5 : 1);
      }
      listener.token(TokenDelta.of("", 0));
      listener.finished(FinishReason.STOP);
    } catch (InterruptedException e) {
      // Cancelled: the slot is free as soon as this thread ends.
      Thread.currentThread().interrupt();
    } finally {
      running.decrementAndGet();
    }
  }

  private static Prompt words(String text) {
    List<Integer> ids = new ArrayList<>();
    for (String word : text.split("\\s+", -1)) {
      if (!word.isEmpty()) {
        ids.add(Math.floorMod(word.hashCode(), 1_000));
      }
    }
    return new Prompt(text, ids);
  }
}
