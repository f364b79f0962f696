// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A share of requests is answered by both tiers, the second time in the background. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.hook) == (self.judge == 'hook')",
    message = "judge: hook needs hook, and no other judge has a use for it",
    fieldPath = ".judge")
@ValidationRule(
    value = "has(self.model) == (self.judge == 'model')",
    message = "judge: model needs model, and no other judge has a use for it",
    fieldPath = ".judge")
public record PairsSpec(
    @Required
        @Min(0)
        @Max(1)
        @JsonPropertyDescription(
            "Share of requests, such as 0.02. Which ones follows from their ids.")
        Double share,
    @Required
        @JsonPropertyDescription(
            "Who says which answer is better: exact (short texts and JSON: do they say the same), schema (do they have the form that response_format asks for), hook (a service of your own), model (a target of this policy).")
        PairJudge judge,
    @Nullable @JsonPropertyDescription("The service, for judge: hook.") PairHook hook,
    @Nullable @JsonPropertyDescription("The target, for judge: model.") PairModel model,
    @Nullable
        @Size(max = 16)
        @JsonPropertyDescription(
            "Data classes of requests that may be paired. Default: none, so a request in which a class of data is found is not paired.")
        List<@Size(min = 1, max = 63) String> dataClasses,
    @Nullable
        @Min(1)
        @Max(1000000)
        @Default("4000")
        @JsonPropertyDescription("Tokens of a prompt that is paired, as estimated.")
        Long maxPromptTokens,
    @Nullable
        @Min(1024)
        @Max(1048576)
        @Default("65536")
        @JsonPropertyDescription("Bytes of an answer that is compared, streamed or not.")
        Long maxAnswerBytes,
    @Nullable
        @Pattern("^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$")
        @Size(max = 32)
        @Default("60s")
        @JsonPropertyDescription("How long a call in the background may take.")
        String timeout,
    @Nullable @JsonPropertyDescription("What calls in the background may take, of each sidecar.")
        PairBudget budget) {
  public PairsSpec {
    dataClasses = dataClasses == null ? List.of() : List.copyOf(dataClasses);
  }
}
