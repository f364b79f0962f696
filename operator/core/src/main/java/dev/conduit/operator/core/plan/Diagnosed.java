// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.operator.core.finding.Finding;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says of blocks that do not fit why, and what would help. Confined to the making of one plan. */
final class Diagnosed {
  private final ModelKnowledge knowledge;
  private final Observed observed;
  private final Hardware hardware;
  private final Placing placing;

  /**
   * @param placing how a changed world is placed
   */
  Diagnosed(ModelKnowledge knowledge, Observed observed, Hardware hardware, Placing placing) {
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
    Map<InferenceBlockSpec, Finding.DoesNotFit> known = new HashMap<>();
    List<BlockPlan> plans = new ArrayList<>();
    for (BlockPlan plan : attempt.plans()) {
      plans.add(
          homeless.contains(plan.ref())
              ? plan.with(misfit(plan, attempt.placing(plan.ref()), rehearsal, known))
              : plan);
    }
    return plans;
  }

  /**
   * Blocks that have nothing and are alike but for their names lack the same. So where there are
   * too many blocks to rehearse anything, it is found out once for all of them.
   *
   * @param known what was found out, by specs without names
   */
  private Finding misfit(
      BlockPlan plan,
      ReplicaPlanner planner,
      Rehearsal rehearsal,
      Map<InferenceBlockSpec, Finding.DoesNotFit> known) {
    if (rehearsal.isPossible() || !planner.hasNothing()) {
      return planner.misfit(remedies(plan, planner, rehearsal));
    }
    InferenceBlockSpec nameless = nameless(plan.block().getSpec());
    Finding.DoesNotFit alike = known.get(nameless);
    if (alike != null) {
      return alike.about(plan.ref());
    }
    Finding.DoesNotFit found = planner.misfit(remedies(plan, planner, rehearsal));
    known.put(nameless, found);
    return found;
  }

  /** What is served under a name of its own lacks the same whatever the name. */
  private static InferenceBlockSpec nameless(InferenceBlockSpec spec) {
    List<Model> models = new ArrayList<>(spec.models());
    Model first = models.getFirst();
    models.set(
        0,
        new Model(
            first.id(),
            first.servedName() == null ? null : "",
            first.revision(),
            first.maxModelLen(),
            first.maxConcurrency(),
            first.dtype(),
            first.quantization(),
            first.kvCacheDtype(),
            first.adapters(),
            first.tokenSecretRef(),
            first.batch(),
            first.priceOverride(),
            first.facts()));
    return new InferenceBlockSpec(
        models,
        spec.engine(),
        spec.compute(),
        spec.replicas(),
        spec.scaling(),
        spec.rollout(),
        spec.cache(),
        spec.slo(),
        spec.podPatch());
  }

  private List<Remedy> remedies(BlockPlan plan, ReplicaPlanner planner, Rehearsal rehearsal) {
    InferenceBlockSpec spec = plan.block().getSpec();
    Workload workload = planner.workload();
    Patient patient =
        new Patient(
            plan.ref(), spec, workload, plan.replicas().places().size(), hardware, knowledge);
    Ledger room = planner.emptied();
    Map<Remedy, Boolean> asked = new HashMap<>();
    return new Remedies(
            change -> asked.computeIfAbsent(change.remedy(), _ -> fits(plan.ref(), change, room)),
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
