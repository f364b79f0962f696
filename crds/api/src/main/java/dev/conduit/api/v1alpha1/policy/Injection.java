// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which pods get the sidecar. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Injection(
    @Nullable
        @JsonPropertyDescription(
            "Labels that a pod of this namespace must have. Empty: none is chosen by label.")
        Map<String, String> podSelector,
    @Nullable
        @Min(1024)
        @Max(65535)
        @Default("8000")
        @JsonPropertyDescription("Port on localhost that the app talks to.")
        Integer port) {

  public Injection {
    podSelector = podSelector == null ? Map.of() : Map.copyOf(podSelector);
  }
}
