// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a request that no rule decided gets a tier. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!(has(self.thresholds) && has(self.targetHeavyShare))",
    message = "set thresholds or targetHeavyShare, not both",
    fieldPath = ".targetHeavyShare")
@ValidationRule(
    value =
        "has(self.url) || !(has(self.timeout) || has(self.sendPrompt) || has(self.dataClasses))",
    message =
        "timeout, sendPrompt and dataClasses are about a classifier of your own; set url as well, or leave them out",
    fieldPath = ".url")
@ValidationRule(
    value = "!has(self.pairs) || (has(self.learned) && self.learned)",
    message = "pairs are there to be learned from; set learned: true as well, or remove pairs",
    fieldPath = ".pairs")
public record ClassifierSpec(
    @Nullable
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @JsonPropertyDescription(
            "Tier of a request that nothing else decides. Default: the lightest.")
        String defaultTier,
    @Nullable
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @JsonPropertyDescription(
            "Tier of a request that is unlike everything learned. Default: by what it asks for.")
        String safeTier,
    @Nullable
        @Size(max = 8)
        @JsonPropertyDescription("Tiers by the length of the prompt, in rising order.")
        List<LengthStep> lengthSteps,
    @Nullable
        @Size(max = 8)
        @JsonPropertyDescription(
            "Tiers by complexity, in rising order. Not together with targetHeavyShare.")
        List<ScoreThreshold> thresholds,
    @Nullable
        @Min(0)
        @Max(1)
        @JsonPropertyDescription(
            "Share of requests that may go to the heaviest tier; thresholds follow from it.")
        Double targetHeavyShare,
    @Nullable
        @Default("false")
        @JsonPropertyDescription(
            "Whether thresholds and weights follow from outcomes that apps report.")
        Boolean learned,
    @Nullable
        @Size(min = 1, max = 63)
        @JsonPropertyDescription(
            "Revision of the learned classifier to keep to. Default: the newest.")
        String pinnedRevision,
    @Nullable
        @Size(min = 1, max = 512)
        @Pattern("^https?://[^\\s/]+(/[^\\s]*)?$")
        @JsonPropertyDescription(
            "URL of a classifier of your own. It is asked first; when it does not answer in time or answers what means nothing, ours decides. See docs/routing.md.")
        String url,
    @Nullable
        @Pattern("^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$")
        @Size(max = 32)
        @JsonPropertyDescription(
            "How long a request waits for the classifier of your own, at most 10s. Default: 50ms.")
        String timeout,
    @Nullable
        @JsonPropertyDescription(
            "Whether the classifier of your own gets what users wrote. Without it, it gets counts and kinds. Default: false.")
        Boolean sendPrompt,
    @Nullable
        @Size(max = 16)
        @JsonPropertyDescription(
            "Data classes of requests that the classifier of your own may be asked about. Default: none, so with sendPrompt it is not asked about a request in which a class of data is found.")
        List<@Size(min = 1, max = 63) String> dataClasses,
    @Nullable
        @JsonPropertyDescription(
            "Has a share of requests answered by both tiers, to learn from. Needs learned.")
        PairsSpec pairs) {

  public ClassifierSpec {
    lengthSteps = lengthSteps == null ? List.of() : List.copyOf(lengthSteps);
    thresholds = thresholds == null ? List.of() : List.copyOf(thresholds);
    dataClasses = dataClasses == null ? List.of() : List.copyOf(dataClasses);
  }
}
