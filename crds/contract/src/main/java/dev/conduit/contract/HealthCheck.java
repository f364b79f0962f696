// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;

/**
 * How the data plane checks an endpoint of a target itself.
 *
 * @param path answered with 200 by a healthy engine
 * @param interval between checks of one endpoint
 * @param timeout of one check
 * @param unhealthyAfter consecutive failures that take the endpoint out, at least 1
 * @param healthyAfter consecutive successes that put it back, at least 1
 */
public record HealthCheck(
    @JsonProperty(required = true) String path,
    @JsonProperty(required = true) Duration interval,
    @JsonProperty(required = true) Duration timeout,
    @JsonProperty(required = true) int unhealthyAfter,
    @JsonProperty(required = true) int healthyAfter) {

  /** Every 2 s, out after 2 failures, back after 1 success. */
  public static HealthCheck onPath(String path) {
    return new HealthCheck(path, Duration.ofSeconds(2), Duration.ofSeconds(1), 2, 1);
  }
}
