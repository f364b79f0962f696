// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Limits on one request. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TimeoutsSpec(
    @Nullable
        @Pattern("^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$")
        @Size(max = 32)
        @Default("2s")
        @JsonPropertyDescription("To connect, one attempt.")
        String connect,
    @Nullable
        @Pattern("^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$")
        @Size(max = 32)
        @Default("60s")
        @JsonPropertyDescription(
            "From sending the request to the first byte of a streamed answer, one attempt. A whole"
                + " answer may take until total while its engine passes its health checks.")
        String firstToken,
    @Nullable
        @Pattern("^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$")
        @Size(max = 32)
        @Default("30s")
        @JsonPropertyDescription("Of silence once the answer began.")
        String betweenTokens,
    @Nullable
        @Pattern("^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$")
        @Size(max = 32)
        @Default("10m")
        @JsonPropertyDescription("Over all attempts, the whole answer included.")
        String total) {}
