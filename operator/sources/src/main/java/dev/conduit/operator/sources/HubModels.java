// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import dev.conduit.checkpoint.hub.Hub;
import dev.conduit.checkpoint.hub.HubFile;
import dev.conduit.checkpoint.hub.HubFiles;
import dev.conduit.checkpoint.hub.Stated;
import dev.conduit.checkpoint.wire.StoreFailure;
import dev.conduit.operator.core.observed.ModelReading;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Models of the Hugging Face hub: what is kept of them, else the headers themselves, by ranges. A
 * hub that does not answer is not asked again. Used by one thread.
 */
final class HubModels {
  /** A branch is asked for anew after this. */
  private static final Duration FRESH = Duration.ofDays(1);

  private static final int SHORT_COMMIT = 12;

  private final Hub hub;
  private final FactsCache cache;
  private final InstantSource clock;
  private final boolean shared;
  private @Nullable StoreFailure down;

  /**
   * @param shared whether several users' models are kept in one place: then what is kept of a model
   *     that needed a token is not given before the hub was asked with this user's
   */
  HubModels(Hub hub, FactsCache cache, InstantSource clock, boolean shared) {
    this.hub = hub;
    this.cache = cache;
    this.clock = clock;
    this.shared = shared;
  }

  /** What is kept of the model, however old; the hub is not asked. */
  Optional<ModelReading> kept(HubModel model) {
    return entry(model).map(FactsCache.Kept::headers);
  }

  private Optional<FactsCache.Kept> entry(HubModel model) {
    Optional<String> commit =
        model.isCommit()
            ? Optional.of(model.revision())
            : cache.ref(key(model), model.revision()).map(FactsCache.Ref::commit);
    return commit.flatMap(one -> entry(model, one));
  }

  /** What the model's files say, or why they say nothing. */
  ModelReading read(HubModel model) throws InterruptedException {
    Optional<ModelReading> known =
        entry(model).filter(kept -> kept.open() || !shared).map(FactsCache.Kept::headers);
    if (known.isPresent() && isFresh(model)) {
      return known.get();
    }
    try {
      if (down != null) {
        throw down;
      }
      return ask(model);
    } catch (StoreFailure failure) {
      if (failure.kind() == StoreFailure.Kind.UNREACHABLE) {
        down = failure;
      }
      HubRefusal refusal = new HubRefusal(model, hub.access(), failure);
      return refusal.isPassing() ? known.orElseGet(refusal::reading) : refusal.reading();
    } catch (IOException e) {
      throw new InterruptedException("interrupted while reading " + model.id());
    }
  }

  private boolean isFresh(HubModel model) {
    return model.isCommit()
        || cache
            .ref(key(model), model.revision())
            .filter(ref -> ref.asked().plus(FRESH).isAfter(clock.instant()))
            .isPresent();
  }

  private ModelReading ask(HubModel model) throws IOException, InterruptedException {
    String first = model.file().isEmpty() ? "config.json" : model.file();
    Stated stated = hub.stated(new HubFile(model.repository(), model.revision(), first));
    Optional<String> commit = stated.commit().filter(HubModel::isCommit);
    commit.ifPresent(one -> cache.putRef(key(model), model.revision(), one));
    Optional<ModelReading> kept =
        commit.flatMap(one -> entry(model, one)).map(FactsCache.Kept::headers);
    if (kept.isPresent()) {
      return kept.get();
    }
    String revision = commit.orElse(model.revision());
    CheckpointReader reader =
        new CheckpointReader(
            new HubFiles(hub, model.repository(), revision),
            "\"%s\"".formatted(model.id()),
            from(model, revision));
    ModelReading reading =
        model.file().isEmpty() ? reader.safetensors() : reader.gguf(model.file());
    if (reading instanceof ModelReading.Headers headers) {
      commit.ifPresent(one -> cache.put(key(model), one, headers, hub.access().token().isEmpty()));
    }
    return reading;
  }

  private Optional<FactsCache.Kept> entry(HubModel model, String commit) {
    return cache.headers(key(model), commit, from(model, commit));
  }

  private FactsCache.Key key(HubModel model) {
    return new FactsCache.Key(hub.access().endpoint(), model.repository(), model.file());
  }

  private String from(HubModel model, String revision) {
    String at = HubModel.isCommit(revision) ? revision.substring(0, SHORT_COMMIT) : revision;
    return "%s/%s at %s".formatted(hub.access().endpoint(), model.repository(), at);
  }
}
