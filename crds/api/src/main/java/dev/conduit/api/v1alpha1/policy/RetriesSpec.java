// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Further attempts on another endpoint, before the first content byte only. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RetriesSpec(
    @Nullable @Min(0) @Max(10) @Default("2") @JsonPropertyDescription("Attempts beyond the first.")
        Integer attempts,
    @Nullable
        @Min(0)
        @Max(100)
        @Default("20")
        @JsonPropertyDescription("Percent of the last ten seconds' requests that may be retries.")
        Integer budgetPercent,
    @Nullable
        @Size(max = 16)
        @JsonPropertyDescription("Status codes that are retried. Default: 429, 500, 502, 503, 504.")
        List<@Min(100) @Max(599) Integer> statusCodes) {

  public RetriesSpec {
    statusCodes = statusCodes == null ? List.of() : List.copyOf(statusCodes);
  }
}
