// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import dev.conduit.api.v1alpha1.block.Compute;
import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.api.v1alpha1.block.Sharing;
import dev.conduit.operator.core.engine.EngineAdapter;
import dev.conduit.operator.core.engine.Engines;
import dev.conduit.operator.core.engine.Objection;
import dev.conduit.operator.core.engine.UserArgs;
import dev.conduit.operator.core.finding.Finding;
import dev.conduit.operator.core.finding.Reason;
import dev.conduit.operator.core.finding.Severity;
import dev.conduit.operator.core.fit.MemoryStyle;
import dev.conduit.operator.core.knowledge.Knowledge;
import dev.conduit.operator.core.knowledge.ModelKnowledge;
import dev.conduit.operator.core.knowledge.ServedModel;
import dev.conduit.operator.core.model.ModelId;
import dev.conduit.operator.core.observed.Given;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.Provider;
import dev.conduit.operator.core.placement.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks one block by itself. Collects findings; confined to one check. */
final class BlockChecks {
  /** Variables by which devices are chosen. */
  private static final Set<String> DEVICE_VARIABLES =
      Set.of("CUDA_VISIBLE_DEVICES", "NVIDIA_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES");

  private final ObjectRef block;
  private final InferenceBlockSpec spec;
  private final Provider provider;
  private final List<Finding> findings = new ArrayList<>();

  BlockChecks(ObjectRef block, InferenceBlockSpec spec, Provider provider) {
    this.block = block;
    this.spec = spec;
    this.provider = provider;
  }

  Admission admit(ModelKnowledge knowledge) {
    notEnforced();
    Optional<EngineAdapter> adapter = Engines.adapterFor(spec.engine().kind());
    if (adapter.isEmpty()) {
      return new ExternalBlock(block, spec).admit(findings);
    }
    engine(adapter.get());
    compute(spec.compute());
    Knowledge known = knowledge.of(block.namespace(), spec.models().getFirst());
    if (adapter.get().memory() != MemoryStyle.OPAQUE) {
      understood(known);
      if (known instanceof Knowledge.Known) {
        knowledge
            .caveat(block.namespace(), spec.models().getFirst())
            .ifPresent(text -> note(Reason.FACTS_UNAVAILABLE, "spec.models[0].id: " + text));
      }
    }
    Workload workload = Workload.of(spec, adapter.get(), known);
    model(workload);
    boolean refused = findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
    return refused ? new Admission.Rejected(findings) : new Admission.Admitted(workload, findings);
  }

  private void understood(Knowledge known) {
    switch (known) {
      case Knowledge.Known _ -> {}
      case Knowledge.Unknown() ->
          refuse(
              Reason.UNKNOWN_MODEL,
              "spec.models[0].id",
              "nothing is known of the size of \"%s\"; declare spec.models[0].facts with at least weightBytes%s"
                  .formatted(
                      spec.models().getFirst().id(),
                      ModelId.parse(spec.models().getFirst().id()).isClaim()
                          ? ": `conduit facts DIR` prints them where the claim is mounted; with the chart's facts.claims the operator reads them itself"
                          : ""));
      case Knowledge.Unavailable(Reason reason, String why) ->
          refuse(reason, "spec.models[0].id", why);
      case Knowledge.Incomprehensible(var problem) ->
          refuse(
              Reason.UNKNOWN_MODEL,
              "spec.models[0].id",
              "the configuration of \"%s\" is not understood: %s"
                  .formatted(spec.models().getFirst().id(), problem));
    }
  }

  private void engine(EngineAdapter adapter) {
    adapter.objections(spec).forEach(this::refuse);
    UserArgs.objections(Given.list(spec.engine().args()), adapter.reserved()).forEach(this::refuse);
    ModelId id = ModelId.parse(spec.models().getFirst().id());
    if (id.isVolume() && provider == Provider.LOCAL) {
      refuse(
          Reason.UNSUPPORTED_BY_ENGINE,
          "spec.models[0].id",
          "%s:// is mounted by the nodes of a cluster; on this machine use a Hugging Face id or file:///path"
              .formatted(id.scheme()));
    }
    for (int i = 0; i < Given.list(spec.engine().env()).size(); i++) {
      String name = Given.list(spec.engine().env()).get(i).name();
      if (DEVICE_VARIABLES.contains(name)) {
        refuse(
            Reason.ARGUMENT_CONFLICT,
            "spec.engine.env[" + i + "]",
            "\"" + name + "\" contradicts the plan, which chooses the devices; set spec.compute");
      }
    }
  }

  private void compute(@Nullable Compute compute) {
    if (compute == null) {
      return;
    }
    Sharing sharing = Given.or(compute.sharing(), Sharing.EXCLUSIVE);
    if (sharing == Sharing.DRA) {
      refuse(
          Reason.UNSUPPORTED_SHARING,
          "spec.compute.sharing",
          "this version cannot share a GPU by dra; use exclusive, packed or mig");
    }
    if (sharing == Sharing.MIG) {
      oneSlice(compute);
    }
    if (provider == Provider.LOCAL) {
      warn("spec.compute.nodeSelector", !Given.map(compute.nodeSelector()).isEmpty());
      warn("spec.compute.tolerations", !Given.list(compute.tolerations()).isEmpty());
      warn("spec.compute.spot", compute.spot() != null);
      warn("spec.compute.maxHourlyCost", compute.maxHourlyCost() != null);
    }
  }

  /** MIG slices cannot talk to each other, so an engine runs on one. */
  private void oneSlice(Compute compute) {
    boolean several =
        Given.or(compute.tensorParallel(), 1) * Given.or(compute.pipelineParallel(), 1) > 1
            || !Set.of("auto", "1").contains(Given.or(compute.count(), "auto"));
    if (several) {
      refuse(
          Reason.ILLEGAL_PARALLELISM,
          "spec.compute",
          "MIG slices cannot work together, so a replica has one; leave out count, tensorParallel and pipelineParallel, or choose a larger migProfile");
    }
  }

  private void notEnforced() {
    warn("spec.scaling", spec.scaling() != null);
    warn("spec.cache", spec.cache() != null);
    warn("spec.podPatch", spec.podPatch() != null && provider == Provider.LOCAL);
    for (int i = 0; i < spec.models().size(); i++) {
      warn("spec.models[" + i + "].batch", spec.models().get(i).batch() != null);
    }
  }

  private void model(Workload workload) {
    Optional<ServedModel> known = workload.served();
    if (known.isEmpty() || workload.adapter().memory() == MemoryStyle.OPAQUE) {
      return;
    }
    ServedModel shape = known.get();
    Model model = workload.model();
    if (workload.wish().splits().isEmpty() && workload.wish().migProfile().isEmpty()) {
      refuse(
          Reason.ILLEGAL_PARALLELISM,
          "spec.compute",
          "the %d attention heads, %d key-value heads and %d layers of \"%s\" cannot be split as asked; use a tensorParallel of 1, 2, 4 or 8 that divides the heads, or leave count at auto"
              .formatted(
                  shape.anatomy().heads(), shape.keyValueHeads(), shape.layers(), model.id()));
    }
    if (estimated(model, shape)) {
      return;
    }
    int context = Given.or(model.maxModelLen(), shape.contextTokens());
    if (context > shape.contextTokens()) {
      refuse(
          Reason.CONTEXT_TOO_LONG,
          "spec.models[0].maxModelLen",
          "%d is more than the %d tokens that \"%s\" was made for; lower it, or declare facts.contextTokens if the model can more"
              .formatted(context, shape.contextTokens(), model.id()));
    }
  }

  /** Whether only its name tells its size; how long its context is, it does not tell. */
  private boolean estimated(Model model, ServedModel known) {
    return switch (known.origin()) {
      case ServedModel.Origin.Named() -> {
        note(
            Reason.ESTIMATED_FACTS,
            "spec.models[0].id: the size of \"%s\" is estimated from its name as %s; declare spec.models[0].facts for a sure fit"
                .formatted(model.id(), known.weights()));
        yield true;
      }
      case ServedModel.Origin.Related(String other) -> {
        note(
            Reason.ESTIMATED_FACTS,
            "spec.models[0].id: \"%s\" is taken to have the shape of %s, as its name says; declare spec.models[0].facts for a sure fit"
                .formatted(model.id(), other));
        yield true;
      }
      case ServedModel.Origin.Counted _,
          ServedModel.Origin.Configured(),
          ServedModel.Origin.Declared() ->
          false;
    };
  }

  private void warn(String field, boolean isSet) {
    if (isSet) {
      findings.add(
          new Finding.NotEnforced(
              block, field, field + " is accepted and has no effect in this version"));
    }
  }

  private void note(Reason reason, String message) {
    findings.add(new Finding.Noted(block, reason, Severity.WARNING, message));
  }

  private void refuse(Objection objection) {
    refuse(objection.reason(), objection.field(), objection.message());
  }

  private void refuse(Reason reason, String field, String message) {
    findings.add(new Finding.Refused(block, reason, field, field + ": " + message));
  }
}
