// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.operator.core.finding.Remedy;
import dev.conduit.operator.core.knowledge.ModelKnowledge;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.placement.Hardware;
import dev.conduit.operator.core.placement.Ledger;
import dev.conduit.operator.core.placement.Placement;
import dev.conduit.operator.core.placement.Spread;
import dev.conduit.operator.core.placement.Workload;
import dev.conduit.operator.core.remedy.Change;
import dev.conduit.operator.core.remedy.Patient;
import dev.conduit.operator.core.remedy.Remedies;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;

/** Says of blocks that do not fit why, and what would help. Confined to the making of one plan. */
final class Diagnosed {
  private final ModelKnowledge knowledge;
  private final Observed observed;
  private final Hardware hardware;
  private final BiFunction<Observed, Hardware, Attempt> placing;

  /**
   * @param placing how a changed world is placed
   */
  Diagnosed(
      ModelKnowledge knowledge,
      Observed observed,
      Hardware hardware,
      BiFunction<Observed, Hardware, Attempt> placing) {
    this.knowledge = knowledge;
    this.observed = observed;
    this.hardware = hardware;
    this.placing = placing;
  }

  /** The attempt's plans with a finding for each block that does not fit. */
  List<BlockPlan> of(Attempt attempt) {
    Set<ObjectRef> homeless = attempt.homeless();
    if (homeless.isEmpty()) {
      return attempt.plans();
    }
    Rehearsal rehearsal = new Rehearsal(observed, hardware, homeless, placing);
    List<BlockPlan> plans = new ArrayList<>();
    for (BlockPlan plan : attempt.plans()) {
      if (homeless.contains(plan.ref())) {
        ReplicaPlanner planner = Objects.requireNonNull(attempt.placing().get(plan.ref()));
        plans.add(plan.with(planner.misfit(remedies(plan, planner, rehearsal))));
      } else {
        plans.add(plan);
      }
    }
    return plans;
  }

  private List<Remedy> remedies(BlockPlan plan, ReplicaPlanner planner, Rehearsal rehearsal) {
    InferenceBlockSpec spec = plan.block().getSpec();
    Workload workload = planner.workload();
    Patient patient =
        new Patient(
            plan.ref(), spec, workload, plan.replicas().places().size(), hardware, knowledge);
    Ledger room = planner.emptied();
    return new Remedies(
            change -> fits(plan.ref(), change, room),
            change ->
                !rehearsal.isPossible()
                    || rehearsal.proves(plan.ref(), change, workload.adapter().home()))
        .of(patient);
  }

  /** Whether a replica of the changed block would find room. */
  private boolean fits(ObjectRef block, Change change, Ledger room) {
    Admission admission =
        new BlockChecks(block, change.spec(), observed.inventory().provider()).admit(knowledge);
    return admission instanceof Admission.Admitted(Workload workload, var _)
        && (workload.replicas() == 0
            || Placement.of(workload, hardware)
                .find(room, new Spread(), Limits.of(workload, hardware).first())
                .isPresent());
  }
}
