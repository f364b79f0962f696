// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the data plane does when an upstream is slow or fails. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ResilienceSpec(
    @Nullable @JsonPropertyDescription("Limits on one request.") TimeoutsSpec timeouts,
    @Nullable @JsonPropertyDescription("Further attempts.") RetriesSpec retries,
    @Nullable @JsonPropertyDescription("When a failing endpoint is left alone.")
        CircuitBreakerSpec circuitBreaker,
    @Nullable @JsonPropertyDescription("A second attempt while the first is slow.") HedgeSpec hedge,
    @Nullable
        @Size(max = 8)
        @JsonPropertyDescription(
            "Targets to try in order when the chosen one has no endpoint that answers, as block/model.")
        List<String> fallback,
    @Nullable @JsonPropertyDescription("What to do when the chosen tier cannot answer.")
        Degradation degradation) {

  public ResilienceSpec {
    fallback = fallback == null ? List.of() : List.copyOf(fallback);
  }
}
