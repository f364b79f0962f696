// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.block;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Conduit made of the spec. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InferenceBlockStatus(
    @Nullable @JsonPropertyDescription("Generation of the spec that this status speaks of.")
        Long observedGeneration,
    @Nullable @JsonPropertyDescription("Accepted, Fits, Provisioned, Ready, Reconciling, Stalled.")
        List<Condition> conditions,
    @Nullable
        @JsonPropertyDescription(
            "One word for the printer column: Pending, Loading, Ready, Degraded, Failed.")
        @PrinterColumn(name = "Phase", priority = 0)
        String phase,
    @Nullable @StatusReplicas @JsonPropertyDescription("Replicas that exist.") Integer replicas,
    @Nullable @JsonPropertyDescription("Replicas that are ready and of the current revision.")
        Integer readyReplicas,
    @Nullable
        @JsonPropertyDescription("Ready and wanted replicas, such as 2/2.")
        @PrinterColumn(name = "Ready", priority = 0)
        String ready,
    @Nullable
        @LabelSelector
        @JsonPropertyDescription("Label selector of the pods, for the scale subresource.")
        String selector,
    @Nullable @JsonPropertyDescription("Revision of the current template.") String revision,
    @Nullable
        @JsonPropertyDescription("GPU type and number per replica, such as 2 x H100-80GB.")
        @PrinterColumn(name = "GPU", priority = 0)
        String gpu,
    @Nullable
        @JsonPropertyDescription("Nodes that the replicas are on or meant for, sorted.")
        @PrinterColumn(name = "Nodes", priority = 0)
        String nodes,
    @Nullable
        @JsonPropertyDescription(
            "US dollars per hour of all replicas: their share of their nodes' label conduit.dev/hourly-cost, else by the ConfigMap conduit-prices, else by list prices. Absent where no price is known.")
        @PrinterColumn(name = "Cost/h", priority = 0)
        String hourlyCost,
    @Nullable @JsonPropertyDescription("What is known per model.") List<ModelStatus> models,
    @Nullable @JsonPropertyDescription("On what each replica runs.")
        List<PlacementStatus> placements,
    @Nullable @JsonPropertyDescription("Engines that were started and are not gone.")
        List<EndpointStatus> endpoints,
    @Nullable @JsonPropertyDescription("Per node, why a replica does not fit.")
        List<Shortfall> shortfalls,
    @Nullable @JsonPropertyDescription("The cheapest single change that would make it fit.")
        String suggestion) {

  public InferenceBlockStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    models = models == null ? List.of() : List.copyOf(models);
    placements = placements == null ? List.of() : List.copyOf(placements);
    endpoints = endpoints == null ? List.of() : List.copyOf(endpoints);
    shortfalls = shortfalls == null ? List.of() : List.copyOf(shortfalls);
  }
}
