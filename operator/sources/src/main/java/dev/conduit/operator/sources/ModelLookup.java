// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import dev.conduit.api.v1alpha1.block.EngineKind;
import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.checkpoint.hub.HubAccess;
import dev.conduit.checkpoint.oci.RegistryAccess;
import dev.conduit.checkpoint.wire.Wire;
import dev.conduit.operator.core.knowledge.ModelKnowledge;
import dev.conduit.operator.core.model.ModelId;
import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.ModelSource;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.Obstacle;
import dev.conduit.operator.core.observed.Provider;
import dev.conduit.operator.core.observed.Sourced;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks at the files of the models that blocks name, before they are planned. What was read is
 * kept; what could not be is tried again when the blocks change. Used by one thread.
 */
public final class ModelLookup {
  private final FactsMode mode;
  private final Map<String, String> environment;
  private final FactsCache cache;
  private final Wire wire;
  private final Map<ModelSource, ModelReading> read = new LinkedHashMap<>();
  private List<Sourced<InferenceBlock>> tried = List.of();
  private Map<ModelSource, ModelReading> last = Map.of();

  /**
   * @param mode which models are looked up on the hub
   * @param environment variables: {@code HF_ENDPOINT}, {@code HF_TOKEN}, those of proxies, {@code
   *     CONDUIT_FACTS_CACHE}
   */
  public ModelLookup(FactsMode mode, Map<String, String> environment) {
    this.mode = mode;
    this.environment = Map.copyOf(environment);
    this.cache = FactsCache.of(environment);
    this.wire = new Wire(environment);
  }

  /** A planner of worlds whose models' files were looked at. */
  public <P> Function<Observed, P> before(Function<Observed, P> planner) {
    return world -> planner.apply(look(world));
  }

  /** The same world, with what its models' files say. */
  public Observed look(Observed world) {
    if (!world.blocks().equals(tried)) {
      last = readings(world);
      tried = world.blocks();
    }
    return world.withModels(last);
  }

  private Map<ModelSource, ModelReading> readings(Observed world) {
    Look look = new Look(world.inventory().provider() == Provider.LOCAL);
    Map<ModelSource, ModelReading> all = new LinkedHashMap<>();
    for (Sourced<InferenceBlock> block : world.blocks()) {
      InferenceBlockSpec spec = block.resource().getSpec();
      if (Wanted.isSized(spec)) {
        Model model = spec.models().getFirst();
        ModelSource source = ModelKnowledge.source(block.ref().namespace(), model);
        if (!all.containsKey(source)) {
          look.at(source, model, spec.engine().kind()).ifPresent(found -> all.put(source, found));
        }
      }
    }
    return all;
  }

  /** One round over all blocks, in which a hub that does not answer is asked once. */
  private final class Look {
    private final boolean here;
    private final Remotes remotes =
        new Remotes(
            () -> HubAccess.of(environment),
            () -> RegistryAccess.of(environment),
            wire,
            cache,
            false);

    Look(boolean here) {
      this.here = here;
    }

    Optional<ModelReading> at(ModelSource source, Model model, EngineKind engine) {
      ModelReading known = read.get(source);
      if (known != null) {
        return Optional.of(known);
      }
      ModelId id = ModelId.parse(model.id());
      Optional<ModelReading> found =
          ModelFolders.names(id)
              ? ModelFolders.read(id, here)
              : RemoteModel.of(model).flatMap(one -> remote(own(one), model, engine));
      found
          .filter(ModelReading.Headers.class::isInstance)
          .ifPresent(headers -> read.put(source, headers));
      return found;
    }

    /** HF_TOKEN, or a login of this user, stands for the block's Secret. */
    private RemoteModel own(RemoteModel model) {
      boolean stands =
          switch (model) {
            case HubModel _ -> !environment.getOrDefault("HF_TOKEN", "").isBlank();
            case OciModel one -> one.image().filter(registries()::hasLogin).isPresent();
          };
      return stands ? model.withoutSecret() : model;
    }

    /** A broken configuration of docker is said where a registry is asked. */
    private RegistryAccess registries() {
      try {
        return RegistryAccess.of(environment);
      } catch (IllegalArgumentException e) {
        return RegistryAccess.nobody(environment);
      }
    }

    private Optional<ModelReading> remote(RemoteModel one, Model model, EngineKind engine) {
      boolean asked =
          switch (mode) {
            case HUB -> true;
            case AUTO -> Wanted.isFetched(engine) && Wanted.isUnknown(model);
            case OFFLINE -> false;
          };
      boolean wanted = mode == FactsMode.HUB || Wanted.isUnknown(model);
      if (!asked && !wanted) {
        return Optional.empty();
      }
      Remotes.Place place;
      try {
        if (!asked) {
          return remotes.kept(one);
        }
        place = remotes.of(one);
      } catch (IllegalArgumentException e) { // of HF_ENDPOINT, HF_TOKEN or docker's configuration
        return Optional.of(new ModelReading.Obstructed(Obstacle.UNREACHABLE, message(e)));
      }
      try {
        return Optional.of(place.read());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.of(
            new ModelReading.Obstructed(Obstacle.UNREACHABLE, "interrupted; plan again"));
      }
    }

    private static String message(IllegalArgumentException e) {
      return Optional.ofNullable(e.getMessage()).orElse("HF_ENDPOINT is no URL");
    }
  }
}
