// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.operator.core.engine.EngineCommand;
import dev.conduit.operator.core.model.ModelId;
import dev.conduit.operator.core.observed.DurationText;
import dev.conduit.operator.core.observed.Given;
import dev.conduit.operator.core.observed.Revision;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Objects;

/**
 * What the ways to run a workload come to. A command and its hash cost more than all else of a
 * place, and what is rehearsed places the same workloads again and again. Confined to the making of
 * one plan.
 */
final class Starts {
  /** As the resource has it when it says nothing. */
  private static final Duration DEFAULT_DRAIN = Duration.ofMinutes(5);

  private final IdentityHashMap<Workload, IdentityHashMap<Variant, Start>> known =
      new IdentityHashMap<>();

  /**
   * @param command that starts an engine
   * @param revision hash of everything that makes it up
   */
  record Start(EngineCommand command, String revision) {}

  /**
   * @param variant one of those that sizes have for the workload
   */
  Start of(Workload workload, Variant variant) {
    return known
        .computeIfAbsent(workload, _ -> new IdentityHashMap<>())
        .computeIfAbsent(variant, _ -> make(workload, variant));
  }

  private static Start make(Workload workload, Variant variant) {
    EngineCommand command = workload.adapter().command(workload.order(variant));
    return new Start(command, Revision.of(command + podOnly(workload.spec())));
  }

  /**
   * What of a pod is not in the command. A change of the pod replaces the engine, so it is part of
   * what makes it up; what is as by default is left out.
   */
  private static String podOnly(InferenceBlockSpec spec) {
    StringBuilder text = new StringBuilder(Objects.toString(spec.podPatch(), ""));
    if (spec.compute() != null && !Given.list(spec.compute().tolerations()).isEmpty()) {
      text.append(spec.compute().tolerations());
    }
    String drain = spec.rollout() == null ? null : spec.rollout().drainTimeout();
    if (drain != null && !DurationText.parse(drain).equals(DEFAULT_DRAIN)) {
      text.append(DurationText.parse(drain));
    }
    Model model = spec.models().getFirst();
    ModelId id = ModelId.parse(model.id());
    if (id.isVolume()) { // the engine is given the path alone
      text.append(id.volume());
    }
    if (id.scheme().equals("oci") && model.tokenSecretRef() != null) { // nodes pull with it
      text.append(model.tokenSecretRef().name());
    }
    return text.toString();
  }
}
