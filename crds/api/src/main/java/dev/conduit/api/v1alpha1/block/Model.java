// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.block;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.conduit.api.v1alpha1.common.ModelPrice;
import dev.conduit.api.v1alpha1.common.SecretKeyRef;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One model of a block. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.adapters) || self.adapters.all(a, self.adapters.exists_one(b, b.name == a.name))",
    message = "adapters must have unique names; rename one of them",
    fieldPath = ".adapters")
public record Model(
    @Required
        @Size(min = 1, max = 512)
        @Pattern(
            "^((hf|pvc|oci|s3|file)://[^\\s]+|[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)?)$")
        @JsonPropertyDescription(
            "Which model: a Hugging Face id such as Qwen/Qwen2.5-7B-Instruct, or a URL: hf://org/repo[/file.gguf][@revision], pvc://claim/path and oci://image:tag[#path] (in a cluster, mounted by the node), s3://bucket/path, file:///path (local mode only).")
        String id,
    @Nullable
        @Size(min = 1, max = 128)
        @Pattern("^[A-Za-z0-9]([A-Za-z0-9._/:-]*[A-Za-z0-9])?$")
        @JsonPropertyDescription(
            "Name that callers ask for in the request's model field. Default: the last part of id, in lower case.")
        String servedName,
    @Nullable
        @Size(min = 1, max = 128)
        @JsonPropertyDescription(
            "Branch, tag or commit of the model's repository. Default: its main branch.")
        String revision,
    @Nullable
        @Min(16)
        @Max(10485760)
        @JsonPropertyDescription(
            "Longest prompt plus answer in tokens. Default: what the model was made for, less where memory is short.")
        Integer maxModelLen,
    @Nullable
        @Min(1)
        @Max(4096)
        @JsonPropertyDescription(
            "Sequences that one replica runs at once; the KV cache is sized for it. Default: 16 on a GPU, 4 on a CPU.")
        Integer maxConcurrency,
    @Nullable
        @Pattern("^(auto|float16|bfloat16|float32)$")
        @Default("auto")
        @JsonPropertyDescription("Type of weights and activations that are not quantised.")
        String dtype,
    @Nullable
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9][a-z0-9_-]*$")
        @JsonPropertyDescription(
            "Quantisation to load the weights with, by the engine's name, such as fp8 or awq. Default: as the checkpoint is.")
        String quantization,
    @Nullable
        @Pattern("^(auto|float16|bfloat16|fp8|fp8_e4m3|fp8_e5m2|int8|q8_0|q4_0)$")
        @Default("auto")
        @JsonPropertyDescription("Type of the KV cache. A smaller one holds more tokens.")
        String kvCacheDtype,
    @Nullable
        @Size(max = 64)
        @JsonPropertyDescription("LoRA adapters that are served beside the model.")
        List<Adapter> adapters,
    @Nullable
        @JsonPropertyDescription(
            "Secret with a token for a gated model, or of oci:// with the logins that its image is pulled with (type kubernetes.io/dockerconfigjson, key .dockerconfigjson). A token reaches the engine only.")
        SecretKeyRef tokenSecretRef,
    @Nullable @JsonPropertyDescription("Grouping of small requests by the data plane.") Batch batch,
    @Nullable
        @JsonPropertyDescription(
            "What tokens cost, instead of the price that follows from the GPU's hourly cost.")
        ModelPrice priceOverride,
    @Nullable @JsonPropertyDescription("Facts for the fit, for a model that Conduit does not know.")
        ModelFacts facts) {

  public Model {
    adapters = adapters == null ? List.of() : List.copyOf(adapters);
  }
}
