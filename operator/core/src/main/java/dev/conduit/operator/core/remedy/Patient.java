// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.remedy;

import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.operator.core.knowledge.ModelKnowledge;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.placement.Hardware;
import dev.conduit.operator.core.placement.Workload;

/**
 * A block that does not fit, with all that a remedy is looked for by.
 *
 * @param spec as it is written
 * @param workload that it makes
 * @param placed replicas that have a place
 * @param hardware that there is
 * @param knowledge of models
 */
public record Patient(
    ObjectRef block,
    InferenceBlockSpec spec,
    Workload workload,
    int placed,
    Hardware hardware,
    ModelKnowledge knowledge) {

  /** Replicas without a place. */
  int missing() {
    return workload.replicas() - placed;
  }
}
