// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.llama;

import dev.conduit.checkpoint.GgufHeader;
import dev.conduit.engine.surface.EngineEvents;
import dev.conduit.engine.surface.spi.Embedder;
import dev.conduit.engine.surface.spi.Engine;
import dev.conduit.engine.surface.spi.EngineException;
import dev.conduit.engine.surface.spi.EngineInfo;
import dev.conduit.engine.surface.spi.EngineLoad;
import dev.conduit.engine.surface.spi.Failure;
import dev.conduit.engine.surface.spi.Generation;
import dev.conduit.engine.surface.spi.GenerationListener;
import dev.conduit.engine.surface.spi.GenerationRequest;
import dev.conduit.engine.surface.spi.Health;
import dev.conduit.engine.surface.spi.Prompt;
import dev.conduit.engine.surface.spi.PromptSource;
import dev.conduit.engine.surface.spi.ServedModel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * llama.cpp as an engine: one model, a fixed number of slots, a queue before them.
 *
 * <p>States: loading → ready, or loading → failed. {@link #load} runs on a worker; everything else
 * is called on the event loop and sees the state through volatile fields.
 */
public final class LlamaEngine implements Engine {
  /** The level of vLLM's API that the surface is measured against. */
  private static final String API_VERSION = "0.32.0";

  private static final int DEFAULT_CONTEXT = 4096;
  private static final int SMALLEST_CONTEXT = 16;

  private final Vertx vertx;
  private final OffLoop offLoop;
  private final LlamaSettings settings;
  private final EngineEvents events;
  private final long createdSeconds;
  private volatile Health health = new Health.Loading("fetching", -1, "waiting");
  private volatile @Nullable Loaded loaded;

  /** What exists once the model is there. */
  private record Loaded(
      Vocabulary vocabulary,
      ChatRenderer renderer,
      SlotRun.Shared shared,
      ServedModel served,
      LlamaEmbedder embedder) {}

  /**
   * An engine that is not loaded.
   *
   * @param events told of prefix reuse; steps of the batch are llama.cpp's own and not seen here
   */
  public LlamaEngine(
      Vertx vertx, LlamaSettings settings, EngineEvents events, long createdSeconds) {
    this.vertx = vertx;
    this.events = events;
    this.offLoop = new OffLoop(vertx);
    this.settings = settings;
    this.createdSeconds = createdSeconds;
  }

  /** Says how far the fetch of the file is. Any thread. */
  public void fetching(String what, long done, long total) {
    double share = total > 0 ? (double) done / total : -1;
    health =
        new Health.Loading(
            "fetching",
            share,
            "%s: %d of %d MB".formatted(what, done / 1_000_000, total / 1_000_000));
  }

  /** Says that it will never serve. Any thread. */
  public void failed(String reason) {
    health = new Health.Failed(reason);
  }

  /** Loads the file and becomes ready, or failed with the reason. Blocks. */
  public void load(Path file) {
    health = new Health.Loading("loading", -1, settings.root());
    try {
      GgufHeader header = GgufHeader.read(file);
      int trained = (int) header.contextLength().orElse(DEFAULT_CONTEXT);
      int context = settings.contextTokens().orElse(Math.min(trained, DEFAULT_CONTEXT));
      if (context > trained || context < SMALLEST_CONTEXT) {
        health =
            new Health.Failed(
                "--max-model-len %d: the model can do %d to %d tokens"
                    .formatted(context, SMALLEST_CONTEXT, trained));
        return;
      }
      if (header.string("general.architecture").orElse("").contains("bert")) {
        health =
            new Health.Failed(
                settings.root() + ": an encoder cannot answer; serve a model that generates text");
        return;
      }
      LlamaBinding model = LlamaBinding.load(file, context, settings.slots(), settings.threads());
      loaded =
          new Loaded(
              Vocabulary.of(header, model),
              new ChatRenderer(model, Templates.isKnown(header)),
              new SlotRun.Shared(model, new Slots(settings.slots()), events),
              new ServedModel(
                  settings.servedName(),
                  settings.root(),
                  Optional.empty(),
                  createdSeconds,
                  context),
              new LlamaEmbedder(offLoop, file, settings.threads()));
      health = new Health.Ready();
    } catch (IOException e) {
      health = new Health.Failed("cannot read %s: %s".formatted(file, e.getMessage()));
    } catch (IllegalStateException e) {
      health = new Health.Failed(String.valueOf(e.getMessage()));
    }
  }

  /** One line for the log: ready, or why not. */
  public String state() {
    return switch (health) {
      case Health.Ready() ->
          "ready: %s with %d slots of %d tokens"
              .formatted(
                  settings.servedName(), settings.slots(), models().getFirst().maxModelLen());
      case Health.Failed(String reason) -> "failed: " + reason;
      case Health.Loading(String phase, _, String detail) -> phase + ": " + detail;
      case Health.Sleeping _ -> "sleeping";
    };
  }

  @Override
  public EngineInfo info() {
    return new EngineInfo(
        "conduit-embedded",
        API_VERSION,
        "conduit-embedded-" + API_VERSION,
        "conduit",
        Map.of(),
        new EngineInfo.Capabilities(false, false, true));
  }

  @Override
  public Health health() {
    return health;
  }

  @Override
  public List<ServedModel> models() {
    Loaded now = loaded;
    return now == null ? List.of() : List.of(now.served());
  }

  @Override
  public Future<Prompt> prompt(PromptSource source) {
    Loaded now = ready();
    // tokenising a long prompt takes milliseconds: not on the event loop
    return offLoop.run(() -> prompt(now, source));
  }

  private static Prompt prompt(Loaded now, PromptSource source) {
    return switch (source) {
      case PromptSource.Text(_, String text, boolean special) ->
          now.vocabulary().encode(text, special);
      case PromptSource.Tokens(_, List<Integer> ids) ->
          new Prompt(now.vocabulary().decode(ids), ids);
      case PromptSource.Chat chat -> now.vocabulary().encode(now.renderer().render(chat), true);
    };
  }

  @Override
  public Future<String> detokenize(String model, List<Integer> tokens) {
    Loaded now = ready();
    return offLoop.run(() -> now.vocabulary().decode(tokens));
  }

  @Override
  public Generation submit(GenerationRequest request, GenerationListener listener) {
    Loaded now = ready();
    Grammar grammar;
    try {
      requireKept(request);
      grammar = Grammars.of(request.constraint());
    } catch (EngineException e) {
      vertx.getOrCreateContext().runOnContext(ignored -> listener.failed(e.failure()));
      return () -> {};
    }
    SlotRun run = new SlotRun(now.shared(), request, grammar, listener);
    now.shared().slots().add(run);
    return run;
  }

  private static void requireKept(GenerationRequest request) {
    if (request.sampling().minTokens() > 0) {
      throw new EngineException(
          new Failure.Invalid("min_tokens is not offered by this engine", "min_tokens"));
    }
  }

  @Override
  public EngineLoad load() {
    Loaded now = loaded;
    if (now == null) {
      return new EngineLoad(0, 0, 0, 0, Map.of(), EngineLoad.LoraLoad.OFF);
    }
    Slots slots = now.shared().slots();
    int tokens = settings.slots() * now.served().maxModelLen();
    return new EngineLoad(
        slots.running(),
        slots.waiting(),
        0,
        (double) slots.usedTokens() / tokens,
        cache(now.served().maxModelLen(), tokens),
        EngineLoad.LoraLoad.OFF);
  }

  /** llama.cpp pages nothing: a slot is a block, as long as the context. */
  private Map<String, String> cache(int block, int tokens) {
    return Map.of(
        "block_size", Integer.toString(block),
        "num_gpu_blocks", Integer.toString(settings.slots()),
        "kv_cache_size_tokens", Integer.toString(tokens),
        "enable_prefix_caching", "True");
  }

  @Override
  public Optional<Embedder> embedder() {
    Loaded now = loaded;
    return now == null ? Optional.empty() : Optional.of(now.embedder());
  }

  private Loaded ready() {
    Loaded now = loaded;
    if (now == null) {
      throw new EngineException(new Failure.Unavailable("the model is still loading"));
    }
    return now;
  }
}
