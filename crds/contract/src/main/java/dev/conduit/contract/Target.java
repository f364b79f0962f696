// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model that a policy may route to, with the engines that serve it now.
 *
 * @param id unique within the snapshot
 * @param tier that the target belongs to; one of {@link RoutingSnapshot#tiers()}
 * @param model the name sent upstream in the request's {@code model} field
 * @param aliases further names that callers may ask for and that mean this target
 * @param weight share among the targets of its tier, at least 0; 0 takes it out of the split
 * @param contextTokens prompt plus answer that the engine accepts; zero when unknown
 * @param dialect wire format of its endpoints
 * @param price for accounting
 * @param simulated whether a simulator answers instead of a model
 * @param health how endpoints are checked
 * @param credential sent upstream, if any
 * @param dataClasses that may be sent here; empty means all
 * @param endpoints in order of id; empty when nothing runs
 */
public record Target(
    @JsonProperty(required = true) TargetId id,
    @JsonProperty(required = true) Tier tier,
    @JsonProperty(required = true) String model,
    List<String> aliases,
    @JsonProperty(required = true) int weight,
    @JsonProperty(required = true) Tokens contextTokens,
    @JsonProperty(required = true) Dialect dialect,
    @JsonProperty(required = true) Price price,
    @JsonProperty(required = true) boolean simulated,
    @JsonProperty(required = true) HealthCheck health,
    Optional<Credential> credential,
    List<String> dataClasses,
    List<Endpoint> endpoints) {

  public Target {
    aliases = copy(aliases);
    dataClasses = copy(dataClasses);
    endpoints = copy(endpoints);
  }

  /** The same target with these endpoints. */
  public Target endpoints(List<Endpoint> others) {
    return new Target(
        id,
        tier,
        model,
        aliases,
        weight,
        contextTokens,
        dialect,
        price,
        simulated,
        health,
        credential,
        dataClasses,
        others);
  }

  private static <T> List<T> copy(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }
}
