// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.api.v1alpha1.common.SecretKeyRef;
import dev.conduit.checkpoint.hub.HubAccess;
import dev.conduit.checkpoint.oci.ImageReference;
import dev.conduit.checkpoint.oci.RegistryAccess;
import dev.conduit.checkpoint.wire.Wire;
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
import java.util.HashSet;
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
 * tried again after ever longer waits, or at once where a block or its Secret changed; a tag is
 * asked for again, for it may have been moved. Safe for use by several threads.
 */
public final class BackgroundLookup implements AutoCloseable {
  private static final Logger LOG = System.getLogger(BackgroundLookup.class.getName());
  private static final int THREADS = 4;
  private static final Duration GLANCE = Duration.ofMinutes(1);

  private final HubAccess access;
  private final Map<String, String> environment;
  private final Wire wire;
  private final FactsCache cache;
  private final Tokens tokens;
  private final Runnable onChange;
  private final Waits waits;
  private final Duration glance;
  private final ScheduledExecutorService readers =
      Executors.newScheduledThreadPool(
          THREADS, Thread.ofPlatform().name("model-facts-", 0).daemon().factory());
  private final Map<Asked, Followed> known = new ConcurrentHashMap<>();

  /**
   * @param environment as {@link ModelLookup} takes it
   * @param tokens of blocks
   * @param onChange called from another thread when a reading has come
   * @throws IllegalArgumentException when {@code HF_ENDPOINT} is no URL; the message says so
   */
  public BackgroundLookup(Map<String, String> environment, Tokens tokens, Runnable onChange) {
    this(environment, tokens, onChange, Backoff.usual(), GLANCE);
  }

  /**
   * @param glance how often the Secret of a model that could not be read is looked at
   */
  BackgroundLookup(
      Map<String, String> environment,
      Tokens tokens,
      Runnable onChange,
      Waits waits,
      Duration glance) {
    this.environment = Map.copyOf(environment);
    this.access = HubAccess.of(environment);
    this.wire = new Wire(environment);
    this.cache = FactsCache.of(environment);
    this.tokens = tokens;
    this.onChange = onChange;
    this.waits = waits;
    this.glance = glance;
  }

  private record Asked(ModelSource source, String namespace, Optional<SecretKeyRef> secret) {}

  /** What is known now of the models of this world. Returns at once. */
  public Map<ModelSource, ModelReading> readings(Observed world) {
    Set<ObjectRef> running =
        world.running().stream().map(RunningEngine::block).collect(Collectors.toSet());
    Set<Asked> wanted = new HashSet<>();
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
        Followed followed = followed(asked, remote.get());
        wanted.add(asked);
        all.merge(
            asked.source(),
            running.contains(block.ref()) ? followed.patient() : followed.reading(),
            BackgroundLookup::better);
      }
    }
    known.keySet().retainAll(wanted);
    return all;
  }

  private Followed followed(Asked asked, RemoteModel model) {
    Followed before = known.get(asked);
    if (before != null) {
      return before;
    }
    Followed one = new Followed(model, place(model));
    Followed other = known.putIfAbsent(asked, one);
    if (other != null) {
      return other;
    }
    later(asked, one, Duration.ZERO);
    return one;
  }

  private static ModelReading better(ModelReading one, ModelReading other) {
    return one instanceof ModelReading.Headers ? one : other;
  }

  private void later(Asked asked, Followed one, Duration delay) {
    try {
      var unused =
          readers.schedule(() -> look(asked, one), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // closed meanwhile: nobody asks any more
    }
  }

  private void look(Asked asked, Followed one) {
    if (!isWanted(asked, one)) {
      return;
    }
    ModelReading came;
    try {
      Credential own =
          new Credential(asked.secret().flatMap(ref -> tokens.of(asked.namespace(), ref)));
      if (!one.isDue(own)) {
        later(asked, one, soonest(asked, one.left()));
        return;
      }
      came = come(one.model(), own);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      came = failed(asked, one.model(), e);
    }
    boolean news = one.take(came);
    Optional<Duration> wait = waits.next(one.model(), came, one.failures());
    if (wait.isPresent()) {
      one.rest(wait.get());
      later(asked, one, soonest(asked, wait.get()));
    }
    if (news && isWanted(asked, one)) {
      onChange.run();
    }
  }

  /** Whether a block still names it, without a break in which nobody did. */
  private boolean isWanted(Asked asked, Followed one) {
    return known.get(asked) == one;
  }

  /** A Secret is looked at more often than a hub is asked: it costs nobody's budget. */
  private Duration soonest(Asked asked, Duration wait) {
    return asked.secret().isPresent() && glance.compareTo(wait) < 0 ? glance : wait;
  }

  /** Without its message: that may hold a token or a signed URL. */
  private static ModelReading failed(Asked asked, RemoteModel model, Throwable failure) {
    LOG.log(
        Level.WARNING,
        "model {0} of namespace {1} cannot be read: {2}; it is tried again",
        model.id(),
        asked.namespace(),
        failure.getClass().getName());
    return new ModelReading.Obstructed(
        Obstacle.UNREADABLE,
        "\"%s\" cannot be read (%s); declare spec.models[0].facts"
            .formatted(model.id(), failure.getClass().getSimpleName()));
  }

  private String place(RemoteModel model) {
    return switch (model) {
      case HubModel _ -> access.endpoint().toString();
      case OciModel one -> one.image().map(ImageReference::registry).orElse("no registry");
    };
  }

  private ModelReading come(RemoteModel model, Credential own) throws InterruptedException {
    Remotes remotes =
        new Remotes(
            () -> own.text().map(access::with).orElse(access),
            () ->
                own.text()
                    .map(RegistryAccess.nobody(environment)::with)
                    .orElseGet(() -> RegistryAccess.of(environment)),
            wire,
            cache,
            true);
    Remotes.Place place;
    try {
      place = remotes.of(own.isThere() ? model.withoutSecret() : model);
    } catch (IllegalArgumentException e) { // its message has nothing of what the Secret holds
      return own.isThere()
          ? noCredentials(model)
          : new ModelReading.Obstructed(
              Obstacle.UNREACHABLE, "\"%s\": %s".formatted(model.id(), e.getMessage()));
    }
    return place.read();
  }

  private static ModelReading noCredentials(RemoteModel model) {
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

  @Override
  public void close() {
    readers.shutdownNow();
  }
}
