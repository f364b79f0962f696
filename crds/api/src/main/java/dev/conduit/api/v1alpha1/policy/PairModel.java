// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A model that judges. It is asked twice for each pair, in both orders. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PairModel(
    @Required
        @Size(min = 3, max = 384)
        @Pattern("^[^/\\s]+/[^\\s]+$")
        @JsonPropertyDescription(
            "Target of this policy, BLOCK/MODEL. With weight 0 it judges only, and serves whoever names it.")
        String target,
    @Nullable
        @Size(min = 1, max = 2000)
        @JsonPropertyDescription(
            "What makes an answer better, in place of \"correct, and does what was asked\". How to reply is added to it.")
        String rubric) {}
