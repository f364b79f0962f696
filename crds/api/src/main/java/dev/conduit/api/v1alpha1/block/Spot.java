// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.block;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** Whether replicas may run on capacity that can be taken away. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Spot(
    @Nullable @Default("false") @JsonPropertyDescription("Whether spot nodes may be used.")
        Boolean allowed,
    @Nullable
        @Min(0)
        @Max(1000)
        @Default("1")
        @JsonPropertyDescription(
            "Replicas that stay on on-demand nodes; the others go where it is cheapest.")
        Integer onDemandFloor) {}
