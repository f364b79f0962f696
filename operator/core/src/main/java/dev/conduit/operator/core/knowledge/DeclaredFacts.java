// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.knowledge;

import dev.conduit.api.v1alpha1.block.ModelFacts;
import dev.conduit.operator.core.estimate.Storage;
import dev.conduit.operator.core.facts.Anatomy;
import dev.conduit.operator.core.facts.Memory;
import dev.conduit.operator.core.facts.Parameters;
import dev.conduit.operator.core.observed.Given;
import java.util.Collections;
import java.util.List;

/**
 * Declared figures over known ones. A layer that is declared keeps all tokens; those that are not
 * declared stay as they are known.
 */
record DeclaredFacts(ModelFacts facts) {
  ServedModel over(ServedModel base) {
    Anatomy anatomy = base.anatomy();
    Long weights = facts.weightBytes();
    Parameters parameters =
        weights == null
            ? anatomy.parameters()
            : Parameters.declared(weights / 2, 0, anatomy.sparse());
    Anatomy declared =
        anatomy.with(
            parameters,
            memories(base),
            Given.or(facts.attentionHeads(), anatomy.heads()),
            Given.or(facts.contextTokens(), base.contextTokens()));
    return weights == null
        ? new ServedModel(declared, base.storage(), base.origin())
        : new ServedModel(declared, Storage.declared(), new ServedModel.Origin.Declared());
  }

  private List<Memory> memories(ServedModel base) {
    List<Memory> known = base.anatomy().layers();
    Integer heads = facts.kvHeads();
    Integer dim = facts.headDim();
    Integer layers = facts.layers();
    if (heads == null && dim == null && layers == null) {
      return known;
    }
    Memory usual =
        known.stream()
            .filter(layer -> layer instanceof Memory.Tokens || layer instanceof Memory.Latent)
            .findFirst()
            .orElse(Memory.Tokens.ofAll(1, 2 * 128));
    Memory each =
        switch (usual) {
          case Memory.Tokens tokens -> tokens(heads, dim, tokens);
          case Memory.Latent latent when heads == null && dim == null -> latent;
          case Memory.Latent _, Memory.State _, Memory.Nothing _ ->
              tokens(heads, dim, Memory.Tokens.ofAll(1, 2 * 128));
        };
    return Collections.nCopies(Given.or(layers, known.size()), each);
  }

  private static Memory tokens(
      @org.jspecify.annotations.Nullable Integer heads,
      @org.jspecify.annotations.Nullable Integer dim,
      Memory.Tokens usual) {
    return Memory.Tokens.ofAll(
        Given.or(heads, usual.heads()), dim == null ? usual.width() : 2 * dim);
  }
}
