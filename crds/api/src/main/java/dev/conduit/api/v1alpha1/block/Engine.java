// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.block;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.conduit.api.v1alpha1.common.EnvVariable;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which engine serves the block's models, and how. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.kind != 'external' || has(self.external)",
    message = "external is required when kind is external; name the vendor",
    fieldPath = ".external")
@ValidationRule(
    value = "self.kind == 'external' || !has(self.external)",
    message = "external may be set only when kind is external",
    fieldPath = ".external")
@ValidationRule(
    value = "self.kind == 'custom' || !has(self.custom)",
    message = "custom may be set only when kind is custom",
    fieldPath = ".custom")
@ValidationRule(
    value =
        "self.kind != 'custom' || has(self.image) || (has(self.custom) && has(self.custom.command) && size(self.custom.command) > 0)",
    message = "kind custom needs image, or custom.command for local mode",
    fieldPath = ".image")
@ValidationRule(
    value = "self.kind == 'simulator' || !has(self.simulator)",
    message = "simulator may be set only when kind is simulator",
    fieldPath = ".simulator")
@ValidationRule(
    value = "self.kind != 'external' || (!has(self.image) && !has(self.args) && !has(self.env))",
    message = "kind external starts no process: remove image, args and env",
    fieldPath = ".kind")
@ValidationRule(
    value = "self.kind == oldSelf.kind",
    message = "kind is immutable; create a block of another name and delete this one",
    fieldPath = ".kind")
public record Engine(
    @Required
        @JsonPropertyDescription(
            "The engine: vllm, sglang, llamacpp, tgi, embedded (llama.cpp in the JVM, on a CPU), simulator (no model: a GPU engine's stand-in), custom, or external (a hosted API).")
        EngineKind kind,
    @Nullable
        @Size(min = 1, max = 64)
        @Pattern("^[A-Za-z0-9][A-Za-z0-9._+-]*$")
        @JsonPropertyDescription(
            "Version of the engine. Default: the one that this Conduit release is tested with.")
        String version,
    @Nullable
        @Size(min = 1, max = 512)
        @JsonPropertyDescription("Container image instead of the engine's own.")
        String image,
    @Nullable
        @Size(max = 64)
        @JsonPropertyDescription(
            "Further arguments, after those that Conduit gives. An argument that contradicts the plan is refused.")
        List<String> args,
    @Nullable @Size(max = 64) @JsonPropertyDescription("Further environment variables.")
        List<EnvVariable> env,
    @Nullable @JsonPropertyDescription("The hosted API, for kind external.") ExternalApi external,
    @Nullable @JsonPropertyDescription("How to run it, for kind custom.") CustomEngine custom,
    @Nullable @JsonPropertyDescription("How it behaves, for kind simulator.")
        SimulatorKnobs simulator) {

  public Engine {
    args = args == null ? List.of() : List.copyOf(args);
    env = env == null ? List.of() : List.copyOf(env);
  }
}
