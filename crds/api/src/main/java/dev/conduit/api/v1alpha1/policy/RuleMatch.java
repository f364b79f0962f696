// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conditions that must all hold; one that lists values holds when one of them does. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!(has(self.minTokens) && has(self.maxTokens)) || self.minTokens <= self.maxTokens",
    message = "minTokens must not be above maxTokens",
    fieldPath = ".minTokens")
public record RuleMatch(
    @Nullable @Size(max = 32) @JsonPropertyDescription("Names in the request's model field.")
        List<String> models,
    @Nullable
        @Size(max = 128)
        @JsonPropertyDescription(
            "Words or phrases in user messages; whole words, case does not matter.")
        List<String> keywords,
    @Nullable
        @Size(min = 1, max = 512)
        @JsonPropertyDescription("RE2 expression that user messages must match somewhere.")
        String regex,
    @Nullable @Size(max = 16) @JsonPropertyDescription("Request headers.")
        List<HeaderMatch> headers,
    @Nullable @Size(max = 64) @JsonPropertyDescription("Tenants.") List<String> tenants,
    @Nullable
        @Size(max = 64)
        @JsonPropertyDescription("Apps, by their app.kubernetes.io/name label.")
        List<String> apps,
    @Nullable
        @Size(max = 16)
        @JsonPropertyDescription(
            "Task types: chat, qa, code, math, extraction, summary, translation, creative, tools, multimodal.")
        List<TaskType> taskTypes,
    @Nullable
        @Min(0)
        @Max(2147483647)
        @JsonPropertyDescription("Fewest estimated tokens of the prompt.")
        Integer minTokens,
    @Nullable
        @Min(0)
        @Max(2147483647)
        @JsonPropertyDescription("Most estimated tokens of the prompt.")
        Integer maxTokens,
    @Nullable @JsonPropertyDescription("Whether the request offers tools.") Boolean hasTools,
    @Nullable
        @Size(max = 16)
        @JsonPropertyDescription("Data classes found in the request or named by its header.")
        List<String> dataClasses,
    @Nullable @JsonPropertyDescription("Time of day.") TimeOfDay timeOfDay) {

  public RuleMatch {
    models = models == null ? List.of() : List.copyOf(models);
    keywords = keywords == null ? List.of() : List.copyOf(keywords);
    headers = headers == null ? List.of() : List.copyOf(headers);
    tenants = tenants == null ? List.of() : List.copyOf(tenants);
    apps = apps == null ? List.of() : List.copyOf(apps);
    taskTypes = taskTypes == null ? List.of() : List.copyOf(taskTypes);
    dataClasses = dataClasses == null ? List.of() : List.copyOf(dataClasses);
  }
}
