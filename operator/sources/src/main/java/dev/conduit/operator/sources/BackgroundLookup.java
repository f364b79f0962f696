// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.api.v1alpha1.common.SecretKeyRef;
import dev.conduit.checkpoint.hub.HubAccess;
import dev.conduit.checkpoint.oci.ImageReference;
import dev.conduit.checkpoint.oci.RegistryAccess;
import dev.conduit.operator.core.knowledge.ModelKnowledge;
import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.ModelSource;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.Obstacle;
import dev.conduit.operator.core.observed.RunningEngine;
import dev.conduit.operator.core.observed.Sourced;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Looks models up on the hub and in registries for a planner that must not wait: what is not known
 * yet is said to be pending, and who asked is told when it has come. What could not be read is
 * tried again. Safe for use by several threads.
 */
public final class BackgroundLookup implements AutoCloseable {
  private static final Logger LOG = System.getLogger(BackgroundLookup.class.getName());
  private static final int THREADS = 4;
  private static final Duration RETRY = Duration.ofMinutes(1);

  private final HubAccess access;
  private final RegistryAccess registries;
  private final Map<String, String> environment;
  private final FactsCache cache;
  private final Tokens tokens;
  private final Runnable onChange;
  private final Duration retry;
  private final ScheduledExecutorService readers =
      Executors.newScheduledThreadPool(
          THREADS, Thread.ofPlatform().name("model-facts-", 0).daemon().factory());
  private final Map<Asked, ModelReading> known = new ConcurrentHashMap<>();

  /**
   * @param environment as {@link ModelLookup} takes it
   * @param tokens of blocks
   * @param onChange called from another thread when a reading has come
   * @throws IllegalArgumentException when {@code HF_ENDPOINT} is no URL; the message says so
   */
  public BackgroundLookup(Map<String, String> environment, Tokens tokens, Runnable onChange) {
    this(environment, tokens, onChange, RETRY);
  }

  BackgroundLookup(
      Map<String, String> environment, Tokens tokens, Runnable onChange, Duration retry) {
    this.environment = Map.copyOf(environment);
    this.access = HubAccess.of(environment);
    this.registries = RegistryAccess.of(environment);
    this.cache = FactsCache.of(environment);
    this.tokens = tokens;
    this.onChange = onChange;
    this.retry = retry;
  }

  private record Asked(ModelSource source, String namespace, Optional<SecretKeyRef> secret) {}

  /** What is known now of the models of this world. Returns at once. */
  public Map<ModelSource, ModelReading> readings(Observed world) {
    Set<ObjectRef> running =
        world.running().stream().map(RunningEngine::block).collect(Collectors.toSet());
    Map<Asked, ModelReading> wanted = new LinkedHashMap<>();
    Map<ModelSource, ModelReading> all = new HashMap<>();
    for (Sourced<InferenceBlock> block : world.blocks()) {
      InferenceBlockSpec spec = block.resource().getSpec();
      Model model = spec.models().getFirst();
      Optional<RemoteModel> remote = RemoteModel.of(model);
      if (remote.isPresent()
          && Wanted.isSized(spec)
          && Wanted.isFetched(spec.engine().kind())
          && Wanted.isUnknown(model)) {
        Asked asked =
            new Asked(
                ModelKnowledge.source(block.ref().namespace(), model),
                model.tokenSecretRef() == null ? "" : block.ref().namespace(),
                Optional.ofNullable(model.tokenSecretRef()));
        ModelReading now = reading(asked, remote.get());
        wanted.put(asked, now);
        all.merge(
            asked.source(),
            running.contains(block.ref()) ? patient(now, remote.get()) : now,
            BackgroundLookup::better);
      }
    }
    known.keySet().retainAll(wanted.keySet());
    return all;
  }

  private ModelReading reading(Asked asked, RemoteModel model) {
    ModelReading before = known.get(asked);
    if (before != null) {
      return before;
    }
    ModelReading pending = new ModelReading.Pending(place(model));
    if (known.putIfAbsent(asked, pending) == null) {
      later(asked, model, Duration.ZERO);
    }
    return pending;
  }

  /** A block that runs is not planned anew by a guess because the hub does not answer. */
  private ModelReading patient(ModelReading now, RemoteModel model) {
    return now instanceof ModelReading.Obstructed(Obstacle obstacle, _)
            && obstacle == Obstacle.UNREACHABLE
        ? new ModelReading.Pending(place(model) + ", which does not answer")
        : now;
  }

  private static ModelReading better(ModelReading one, ModelReading other) {
    return one instanceof ModelReading.Headers ? one : other;
  }

  private void later(Asked asked, RemoteModel model, Duration delay) {
    try {
      var unused =
          readers.schedule(() -> read(asked, model), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // closed meanwhile: nobody asks any more
    }
  }

  private void read(Asked asked, RemoteModel model) {
    if (!known.containsKey(asked)) {
      return; // no block names it any more
    }
    ModelReading came;
    try {
      came = come(asked, model);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } catch (RuntimeException | StackOverflowError e) {
      // Without its message: that may hold a token or a signed URL.
      LOG.log(
          Level.WARNING,
          "model {0} of namespace {1} cannot be read: {2}; it is tried again",
          model.id(),
          asked.namespace(),
          e.getClass().getName());
      came =
          new ModelReading.Obstructed(
              Obstacle.UNREADABLE,
              "\"%s\" cannot be read (%s); declare spec.models[0].facts"
                  .formatted(model.id(), e.getClass().getSimpleName()));
    }
    if (!(came instanceof ModelReading.Headers)) {
      later(asked, model, retry);
    }
    if (!came.equals(known.replace(asked, came))) {
      onChange.run();
    }
  }

  private String place(RemoteModel model) {
    return switch (model) {
      case HubModel _ -> access.endpoint().toString();
      case OciModel one -> one.image().map(ImageReference::registry).orElse("no registry");
    };
  }

  private ModelReading come(Asked asked, RemoteModel model) throws InterruptedException {
    Optional<String> own = asked.secret().flatMap(ref -> tokens.of(asked.namespace(), ref));
    RemoteModel what = own.isPresent() ? model.withoutSecret() : model;
    try {
      HubAccess hub = access;
      RegistryAccess logins = registries;
      if (own.isPresent()) {
        switch (model) {
          case HubModel _ -> hub = access.with(own.get());
          case OciModel _ -> logins = registries.with(own.get());
        }
      }
      return Remotes.of(hub, logins, environment, cache, true).read(what);
    } catch (IllegalArgumentException e) { // its message has nothing of what the Secret holds
      return new ModelReading.Obstructed(
          Obstacle.ACCESS,
          "\"%s\": what is in Secret %s is no %s; write it there again"
              .formatted(
                  model.id(),
                  model.secret().orElse(""),
                  switch (model) {
                    case HubModel _ ->
                        "token, it holds a space, a line break or a character that is not ASCII";
                    case OciModel _ -> "JSON of docker logins";
                  }));
    }
  }

  @Override
  public void close() {
    readers.shutdownNow();
  }
}
