// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Conduit made of the spec. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RoutingPolicyStatus(
    @Nullable @JsonPropertyDescription("Generation of the spec that this status speaks of.")
        Long observedGeneration,
    @Nullable @JsonPropertyDescription("Accepted, Resolved, Ready, Reconciling, Stalled.")
        List<Condition> conditions,
    @Nullable
        @JsonPropertyDescription("Revision of the snapshot that sidecars shall have.")
        @PrinterColumn(name = "Revision", priority = 0)
        String revision,
    @Nullable
        @JsonPropertyDescription("Targets with a ready endpoint and all targets, such as 2/2.")
        @PrinterColumn(name = "Targets", priority = 0)
        String targetsReady,
    @Nullable
        @JsonPropertyDescription(
            "Sidecars that have the revision, of those that follow the operator that leads. At most a few seconds old.")
        @PrinterColumn(name = "Synced", priority = 0)
        Integer sidecarsInSync,
    @Nullable
        @JsonPropertyDescription(
            "Sidecars that follow the operator that leads. Others start from the ConfigMap and are not counted.")
        @PrinterColumn(name = "Sidecars", priority = 0)
        Integer sidecars,
    @Nullable @JsonPropertyDescription("Targets as they were resolved.")
        List<ResolvedTarget> targets) {

  public RoutingPolicyStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    targets = targets == null ? List.of() : List.copyOf(targets);
  }
}
