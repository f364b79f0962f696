// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.block;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a user wants: models, engine, compute, replicas. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!(has(self.replicas) && has(self.scaling))",
    message = "set replicas or scaling, not both",
    fieldPath = ".replicas")
@ValidationRule(
    value =
        "self.models.all(m, !has(m.servedName) || self.models.exists_one(n, has(n.servedName) && n.servedName == m.servedName))",
    message = "models must have unique servedName; rename one of them",
    fieldPath = ".models")
@ValidationRule(
    value =
        "self.engine.kind in ['external', 'embedded', 'custom', 'simulator'] || size(self.models) == 1",
    message =
        "this engine serves one model per block; make a block of each, with compute.sharing packed to share a GPU",
    fieldPath = ".models")
@ValidationRule(
    value = "self.engine.kind != 'external' || !has(self.compute)",
    message = "kind external runs nowhere: remove compute",
    fieldPath = ".compute")
@ValidationRule(
    value = "self.engine.kind != 'external' || !(has(self.replicas) || has(self.scaling))",
    message = "kind external has no replicas: remove replicas and scaling",
    fieldPath = ".replicas")
public record InferenceBlockSpec(
    @Required @Size(min = 1, max = 16) @JsonPropertyDescription("Models that each replica serves.")
        List<Model> models,
    @Required @JsonPropertyDescription("The engine that serves them.") Engine engine,
    @Nullable
        @JsonPropertyDescription("Where and on what it runs. Default: the cheapest that fits.")
        Compute compute,
    @Nullable
        @SpecReplicas
        @Min(0)
        @Max(1000)
        @JsonPropertyDescription("Number of replicas. Default: 1. Not together with scaling.")
        Integer replicas,
    @Nullable @JsonPropertyDescription("Number of replicas by load. Not together with replicas.")
        Scaling scaling,
    @Nullable @JsonPropertyDescription("How an edit replaces running replicas.") Rollout rollout,
    @Nullable @JsonPropertyDescription("Where downloaded weights are kept.") WeightCache cache,
    @Nullable @JsonPropertyDescription("Latency that is aimed at.") Slo slo,
    @Nullable
        @PreserveUnknownFields
        @JsonPropertyDescription(
            "A strategic merge patch for the pod template, applied last. For what has no field here.")
        JsonNode podPatch) {

  public InferenceBlockSpec {
    models = models == null ? List.of() : List.copyOf(models);
  }
}
