// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.serve;

import dev.conduit.engine.simulator.batch.Answer;
import dev.conduit.engine.simulator.batch.Submission;
import dev.conduit.engine.simulator.drive.BatchDriver;
import dev.conduit.engine.simulator.drive.Devices;
import dev.conduit.engine.simulator.drive.Ticker;
import dev.conduit.engine.simulator.fault.FaultSwitch;
import dev.conduit.engine.simulator.text.Author;
import dev.conduit.engine.simulator.text.Seed;
import dev.conduit.engine.simulator.text.Tokenizer;
import dev.conduit.engine.simulator.text.Unsatisfiable;
import dev.conduit.engine.surface.EngineEvents;
import dev.conduit.engine.surface.spi.Adapters;
import dev.conduit.engine.surface.spi.Embedder;
import dev.conduit.engine.surface.spi.Engine;
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
import dev.conduit.engine.surface.spi.Sleepable;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An engine that computes nothing and behaves as if it did: the pure model decides when a token
 * comes, the author which.
 */
public final class SimulatedEngine implements Engine {

  /** The vLLM whose behaviour this is. */
  public static final String VLLM_VERSION = "0.32.0";

  private static final EngineInfo INFO =
      new EngineInfo(
          "conduit-simulator",
          VLLM_VERSION,
          "simulated-vllm-" + VLLM_VERSION,
          "conduit-simulator",
          Map.of("x-conduit-simulated", "true"),
          new EngineInfo.Capabilities(true, true, true));

  private final Settings settings;
  private final FaultSwitch faults;
  private final EngineEvents events;
  private final ScheduledExecutorService timer;
  private final Life life;
  private final Prompts prompts;
  private final Author author;
  private final Tokenizer tokenizer;
  private final Loras loras;
  private final Sleep sleep;
  private final Vectors vectors;
  private final AtomicLong unseeded = new AtomicLong();

  /**
   * An engine that is not loaded.
   *
   * @param faults hit its answers and its health
   */
  public SimulatedEngine(
      Settings settings,
      Devices devices,
      FaultSwitch faults,
      EngineEvents events,
      Threads threads) {
    this.settings = settings;
    this.faults = faults;
    this.events = events;
    this.timer = threads.timer();
    this.tokenizer = new Tokenizer();
    this.life = new Life(settings, devices, faults, events, Ticker.REAL);
    this.prompts = new Prompts(tokenizer, threads.workers());
    this.author = new Author(tokenizer);
    this.loras = new Loras(settings.adapters());
    this.sleep = new Sleep(settings, life, timer);
    this.vectors = new Vectors(settings, life, threads.workers());
  }

  /** Loads on the caller's thread, as long as that takes; {@link #health} says how it went. */
  public void start() throws InterruptedException {
    life.load();
  }

  @Override
  public EngineInfo info() {
    return INFO;
  }

  @Override
  public Health health() {
    return life.health();
  }

  @Override
  public List<ServedModel> models() {
    List<ServedModel> models = new ArrayList<>();
    settings.servedNames().forEach(name -> models.add(model(name, settings.model(), false)));
    loras.paths().forEach((name, path) -> models.add(model(name, path, true)));
    return models;
  }

  private ServedModel model(String name, String root, boolean adapter) {
    return new ServedModel(
        name,
        root,
        adapter ? Optional.of(settings.servedNames().getFirst()) : Optional.empty(),
        settings.createdSeconds(),
        settings.limits().maxModelLen());
  }

  @Override
  public Future<Prompt> prompt(PromptSource source) {
    return prompts.prompt(source);
  }

  @Override
  public Future<String> detokenize(String model, List<Integer> tokens) {
    return prompts.text(tokens);
  }

  @Override
  public Generation submit(GenerationRequest request, GenerationListener listener) {
    GenerationListener hearer = faults.through(listener);
    Optional<BatchDriver> driver = life.running().map(Life.Phase.Running::driver);
    if (driver.isEmpty()) {
      return failed(hearer, new Failure.Unavailable("the engine is not loaded yet"));
    }
    Seed seed = seed(request);
    try {
      Answer answer = author.write(seed, request.constraint(), request.sampling());
      TokenStream stream = new TokenStream(tokenizer, events, hearer, request.logprobs(), seed);
      driver.get().submit(submission(request, answer), stream);
    } catch (Unsatisfiable e) {
      return failed(hearer, new Failure.Invalid(e.reason(), "response_format"));
    }
    return () -> driver.get().cancel(request.id());
  }

  private Submission submission(GenerationRequest request, Answer answer) {
    return new Submission(
        request.id(),
        request.prompt().tokens(),
        answer,
        Math.max(1, request.maxTokens()),
        loras.paths().containsKey(request.model()) ? request.model() : "",
        request.scheduling().cacheSalt().orElse(""));
  }

  /** Greedy answers depend on the prompt alone; others on the request's seed, or on their turn. */
  private Seed seed(GenerationRequest request) {
    Seed seed = new Seed(settings.seed()).with(settings.model()).with(request.model());
    seed = seed.with(request.prompt().tokens());
    if (request.sampling().temperature() == 0) {
      return seed;
    }
    return seed.with(request.sampling().seed().orElseGet(unseeded::incrementAndGet));
  }

  private Generation failed(GenerationListener listener, Failure failure) {
    timer.execute(() -> listener.failed(failure));
    return () -> {};
  }

  @Override
  public EngineLoad load() {
    Optional<Life.Phase.Running> running = life.running();
    if (running.isEmpty()) {
      return new EngineLoad(0, 0, 0, 0, Map.of(), EngineLoad.LoraLoad.OFF);
    }
    BatchDriver.Load load = running.get().driver().load();
    return new EngineLoad(
        load.running(),
        load.waiting(),
        0,
        load.cacheUsage(),
        CacheLabels.of(
            settings.memory(), running.get().blocks(), settings.limits().prefixCaching()),
        new EngineLoad.LoraLoad(
            settings.abilities().lora() ? settings.limits().maxLoras() : 0,
            String.join(",", load.runningAdapters()),
            String.join(",", load.waitingAdapters())));
  }

  @Override
  public Optional<Embedder> embedder() {
    return settings.abilities().embeddings() ? Optional.of(vectors) : Optional.empty();
  }

  @Override
  public Optional<Sleepable> sleepable() {
    return settings.abilities().sleep() ? Optional.of(sleep) : Optional.empty();
  }

  @Override
  public Optional<Adapters> adapters() {
    return settings.abilities().lora() ? Optional.of(loras) : Optional.empty();
  }
}
