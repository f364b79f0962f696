// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.operator.core.knowledge.ModelKnowledge;
import dev.conduit.operator.core.model.ModelId;
import dev.conduit.operator.core.observed.ModelSource;
import java.util.Optional;

/**
 * A model on a claim of which nothing else tells the size.
 *
 * @param namespace of the block and of the claim
 */
public record ClaimedModel(String namespace, ModelId id, ModelSource source) {
  /** Empty for a block whose model is elsewhere, or known without its files. */
  public static Optional<ClaimedModel> of(InferenceBlock block) {
    InferenceBlockSpec spec = block.getSpec();
    Model model = spec.models().getFirst();
    ModelId id = ModelId.parse(model.id());
    String namespace = block.getMetadata().getNamespace();
    return id.isClaim()
            && id.flaw().isEmpty()
            && Wanted.isSized(spec)
            && Wanted.isFetched(spec.engine().kind())
            && Wanted.isUnknown(model)
        ? Optional.of(new ClaimedModel(namespace, id, ModelKnowledge.source(namespace, model)))
        : Optional.empty();
  }

  /** The claim's name. */
  public String claim() {
    return id.volume();
  }

  /** Where it is, in words. */
  public String from() {
    return "claim \"%s\"".formatted(claim());
  }
}
