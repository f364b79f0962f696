// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.state;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One engine or the sidecar, as {@code conduit status} shows it.
 *
 * @param name of the instance
 * @param block that it belongs to; the policy for the sidecar
 * @param model served name; {@code -} for the sidecar
 * @param engine kind
 * @param simulated whether a simulator stands in for the model
 * @param place where it runs: the devices
 * @param phase in lower case
 * @param url where it answers; {@code -} when nowhere
 * @param pid process number; 0 when there is none
 * @param restarts since it was first started
 * @param note why it is in this phase; empty when there is nothing to say
 */
public record InstanceStatus(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) String block,
    @JsonProperty(required = true) String model,
    @JsonProperty(required = true) String engine,
    @JsonProperty(required = true) boolean simulated,
    @JsonProperty(required = true) String place,
    @JsonProperty(required = true) String phase,
    @JsonProperty(required = true) String url,
    @JsonProperty(required = true) long pid,
    @JsonProperty(required = true) int restarts,
    @JsonProperty(required = true) String note) {}
