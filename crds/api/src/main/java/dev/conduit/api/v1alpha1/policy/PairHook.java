// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A judge of your own. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PairHook(
    @Required
        @Size(min = 1, max = 512)
        @Pattern("^https?://[^\\s/]+(/[^\\s]*)?$")
        @JsonPropertyDescription("URL that both answers are posted to. See docs/routing.md.")
        String url,
    @Nullable
        @Pattern("^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$")
        @Size(max = 32)
        @Default("2s")
        @JsonPropertyDescription("How long it may take; after that the pair is dropped.")
        String timeout,
    @Nullable
        @Default("false")
        @JsonPropertyDescription("Whether it gets the messages of the request beside the answers.")
        Boolean sendPrompt) {}
