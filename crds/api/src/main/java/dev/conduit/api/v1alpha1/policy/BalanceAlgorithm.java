// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.policy;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How an endpoint is picked. */
public enum BalanceAlgorithm {
  @JsonProperty("roundRobin")
  ROUND_ROBIN,
  @JsonProperty("leastRequests")
  LEAST_REQUESTS,
  @JsonProperty("powerOfTwoChoices")
  POWER_OF_TWO_CHOICES,
  @JsonProperty("prefixAffinity")
  PREFIX_AFFINITY
}
