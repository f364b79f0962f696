// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import dev.conduit.api.v1alpha1.block.EngineKind;
import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.operator.core.engine.Engines;
import dev.conduit.operator.core.fit.MemoryStyle;
import dev.conduit.operator.core.knowledge.ModelCatalogue;
import dev.conduit.operator.core.knowledge.ModelKnowledge;

/** Which models need their files to be looked at. */
final class Wanted {
  private static final ModelKnowledge CATALOGUE = new ModelKnowledge(ModelCatalogue.bundled());

  private Wanted() {}

  /** Whether the planner asks for the size of a block's model. */
  static boolean isSized(InferenceBlockSpec spec) {
    return Engines.adapterFor(spec.engine().kind())
        .map(adapter -> adapter.memory() != MemoryStyle.OPAQUE)
        .orElse(false);
  }

  /** Whether neither the catalogue nor the block knows it. */
  static boolean isUnknown(Model model) {
    return !CATALOGUE.isSure(model);
  }

  /** Whether it is fetched from the hub when the engine starts; a simulator loads no weights. */
  static boolean isFetched(EngineKind engine) {
    return engine != EngineKind.SIMULATOR;
  }
}
