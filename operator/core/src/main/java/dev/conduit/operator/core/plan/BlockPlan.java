// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.operator.core.finding.Finding;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.RunningEngine;
import java.util.List;
import java.util.stream.Stream;

/**
 * One block through the plan.
 *
 * @param admission what its spec makes of it
 * @param replicas what was placed
 * @param running its engines, draining ones included
 */
record BlockPlan(
    ObjectRef ref,
    InferenceBlock block,
    Admission admission,
    Replicas replicas,
    List<RunningEngine> running) {
  BlockPlan {
    running = List.copyOf(running);
  }

  /** With one more finding about its replicas. */
  BlockPlan with(Finding finding) {
    return new BlockPlan(ref, block, admission, replicas.with(finding), running);
  }

  List<Finding> findings() {
    return Stream.concat(admission.findings().stream(), replicas.findings().stream()).toList();
  }
}
