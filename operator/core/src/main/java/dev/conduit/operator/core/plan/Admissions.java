// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.operator.core.knowledge.ModelKnowledge;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.Provider;
import java.util.IdentityHashMap;

/**
 * What blocks' specs make of them, found out once for each: what is rehearsed changes one block and
 * leaves all others. Confined to the making of one plan.
 */
final class Admissions {
  private final ModelKnowledge knowledge;
  private final Provider provider;
  private final IdentityHashMap<InferenceBlock, Admission> known = new IdentityHashMap<>();

  Admissions(ModelKnowledge knowledge, Provider provider) {
    this.knowledge = knowledge;
    this.provider = provider;
  }

  Admission of(ObjectRef ref, InferenceBlock block) {
    return known.computeIfAbsent(
        block, _ -> new BlockChecks(ref, block.getSpec(), provider).admit(knowledge));
  }
}
