// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.block;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where and on what the block's replicas run. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.tensorParallel) || !has(self.count) || self.count == 'auto' || self.tensorParallel * (has(self.pipelineParallel) ? self.pipelineParallel : 1) == int(self.count)",
    message =
        "count must equal tensorParallel x pipelineParallel; leave count at auto to have it computed",
    fieldPath = ".count")
@ValidationRule(
    value = "!has(self.gpu) || size(self.gpu) == 1 || !self.gpu.exists(g, g == 'auto')",
    message = "auto must stand alone; list GPU types in order of preference, or only auto",
    fieldPath = ".gpu")
@ValidationRule(
    value = "!has(self.sharing) || self.sharing != 'mig' || has(self.migProfile)",
    message = "migProfile is required when sharing is mig, such as 3g.40gb",
    fieldPath = ".migProfile")
public record Compute(
    @Nullable
        @Size(min = 1, max = 63)
        @Pattern("^[a-z][a-z0-9-]*$")
        @JsonPropertyDescription(
            "Who provides the compute: kubernetes or local. Default: what Conduit runs on.")
        String provider,
    @Nullable
        @Size(min = 1, max = 16)
        @JsonPropertyDescription(
            "GPU types in order of preference, such as H100-80GB, L4 or RTX-4090; or only auto: the cheapest that fits.")
        List<String> gpu,
    @Nullable
        @Pattern("^(auto|[1-9][0-9]{0,3})$")
        @Default("auto")
        @JsonPropertyDescription("GPUs of one replica: a number in quotes, or auto: as few as fit.")
        String count,
    @Nullable
        @Min(1)
        @Max(64)
        @JsonPropertyDescription("GPUs that each layer is split over. Default: chosen with count.")
        Integer tensorParallel,
    @Nullable
        @Min(1)
        @Max(64)
        @JsonPropertyDescription(
            "Stages that the layers are split into. Default: chosen with count.")
        Integer pipelineParallel,
    @Nullable
        @Default("exclusive")
        @JsonPropertyDescription(
            "exclusive: a GPU of its own; packed: several engines on one GPU where the arithmetic holds; mig: a slice by profile; dra: by resource claims.")
        Sharing sharing,
    @Nullable
        @Size(min = 1, max = 32)
        @Pattern("^[1-7]g\\.[0-9]+gb$")
        @JsonPropertyDescription("MIG profile, for sharing mig: each replica has one slice of it.")
        String migProfile,
    @Nullable @JsonPropertyDescription("Labels that a node must have.")
        Map<String, String> nodeSelector,
    @Nullable
        @Size(max = 32)
        @JsonPropertyDescription("Taints that the pods tolerate, beside those of GPU nodes.")
        List<Toleration> tolerations,
    @Nullable @JsonPropertyDescription("Use of spot nodes.") Spot spot,
    @Nullable
        @Min(0)
        @JsonPropertyDescription(
            "Most that all replicas together may cost, in US dollars per hour. Replicas are not placed beyond it, nor where no price is known; what runs already goes on.")
        Double maxHourlyCost) {

  public Compute {
    gpu = gpu == null ? List.of() : List.copyOf(gpu);
    nodeSelector = nodeSelector == null ? Map.of() : Map.copyOf(nodeSelector);
    tolerations = tolerations == null ? List.of() : List.copyOf(tolerations);
  }
}
