// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Where the data plane finds the secret for an upstream. The secret itself is never in a snapshot.
 *
 * @param environmentVariable set in the data plane's own environment, not in the application's
 * @param header that carries it upstream, such as {@code Authorization}
 * @param prefix put before the secret, such as {@code "Bearer "}; may be empty
 */
public record Credential(
    @JsonProperty(required = true) String environmentVariable,
    @JsonProperty(required = true) String header,
    @JsonProperty(required = true) String prefix) {}
