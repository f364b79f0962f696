// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.operator.core.engine.Engines;
import dev.conduit.operator.core.fit.MemoryStyle;
import dev.conduit.operator.core.knowledge.ModelKnowledge;
import dev.conduit.operator.core.model.ModelId;
import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.ModelSource;
import dev.conduit.operator.core.observed.Observed;
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
  private final Map<ModelSource, ModelReading> read = new LinkedHashMap<>();
  private List<Sourced<InferenceBlock>> tried = List.of();
  private Map<ModelSource, ModelReading> last = Map.of();

  /** The same world, with what its models' files say. */
  public Observed look(Observed world) {
    if (!world.blocks().equals(tried)) {
      last = readings(world);
      tried = world.blocks();
    }
    return world.withModels(last);
  }

  /** A planner of worlds whose models' files were looked at. */
  public <P> Function<Observed, P> before(Function<Observed, P> planner) {
    return world -> planner.apply(look(world));
  }

  private Map<ModelSource, ModelReading> readings(Observed world) {
    boolean here = world.inventory().provider() == Provider.LOCAL;
    Map<ModelSource, ModelReading> all = new LinkedHashMap<>();
    for (Sourced<InferenceBlock> block : world.blocks()) {
      InferenceBlockSpec spec = block.resource().getSpec();
      if (isSized(spec)) {
        Model model = spec.models().getFirst();
        ModelSource source = ModelKnowledge.source(model);
        if (!all.containsKey(source)) {
          reading(source, model, here).ifPresent(found -> all.put(source, found));
        }
      }
    }
    return all;
  }

  private static boolean isSized(InferenceBlockSpec spec) {
    return Engines.adapterFor(spec.engine().kind())
        .map(adapter -> adapter.memory() != MemoryStyle.OPAQUE)
        .orElse(false);
  }

  private Optional<ModelReading> reading(ModelSource source, Model model, boolean here) {
    ModelReading known = read.get(source);
    if (known != null) {
      return Optional.of(known);
    }
    ModelId id = ModelId.parse(model.id());
    Optional<ModelReading> found =
        ModelFolders.names(id) ? ModelFolders.read(id, here) : Optional.empty();
    found
        .filter(ModelReading.Headers.class::isInstance)
        .ifPresent(headers -> read.put(source, headers));
    return found;
  }
}
