// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.conduit.api.v1alpha1.common.ModelPrice;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A model that the policy may route to. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PolicyTarget(
    @Required
        @Size(min = 1, max = 253)
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @JsonPropertyDescription("Name of an InferenceBlock in the same namespace.")
        String block,
    @Nullable
        @Size(min = 1, max = 128)
        @JsonPropertyDescription(
            "Served name of one of its models. Default: every model of the block is a target.")
        String model,
    @Required
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @JsonPropertyDescription(
            "Tier that the target belongs to: light, medium, heavy or a name of your own.")
        String tier,
    @Nullable
        @Min(0)
        @Max(1000)
        @Default("1")
        @JsonPropertyDescription(
            "Share among the targets of its tier; 0 keeps it out but for fallback.")
        Integer weight,
    @Nullable @JsonPropertyDescription("What tokens cost here, instead of the block's own price.")
        ModelPrice price,
    @Nullable
        @Size(max = 32)
        @JsonPropertyDescription(
            "Other names that callers may ask for and that mean this target, such as gpt-4o.")
        List<String> aliases,
    @Nullable
        @Size(min = 1, max = 16)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @JsonPropertyDescription(
            "Data classes that may be sent here, such as public; at least one. Default: all.")
        List<String> dataClasses) {

  public PolicyTarget {
    aliases = aliases == null ? List.of() : List.copyOf(aliases);
    dataClasses = dataClasses == null ? List.of() : List.copyOf(dataClasses);
  }
}
