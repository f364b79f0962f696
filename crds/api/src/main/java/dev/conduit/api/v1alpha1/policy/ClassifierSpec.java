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
            "Tier of a request that is unlike everything learned. Default: defaultTier.")
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
        @JsonPropertyDescription("URL of a classifier of your own, asked instead of ours.")
        String url) {

  public ClassifierSpec {
    lengthSteps = lengthSteps == null ? List.of() : List.copyOf(lengthSteps);
    thresholds = thresholds == null ? List.of() : List.copyOf(thresholds);
  }
}
