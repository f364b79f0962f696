// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;

/**
 * One running engine that serves a target.
 *
 * @param id unique within the snapshot; stable while the engine runs (pod name or local instance)
 * @param url scheme, host, port and optional base path, without {@code /v1}; http or https
 * @param ready whether the control plane saw it ready: current revision, model listed, probe
 *     passed. The data plane's own health checks can only take an endpoint out, never put one in
 * @param revision of the instance's template, to tell old replicas from new ones
 */
public record Endpoint(
    @JsonProperty(required = true) String id,
    @JsonProperty(required = true) URI url,
    @JsonProperty(required = true) boolean ready,
    @JsonProperty(required = true) String revision) {}
