// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * One policy, compiled with its resolved endpoints: all that a data plane needs to route a request.
 *
 * <p>Shape: immutable; lists in the order given. A reader ignores fields it does not know, so a
 * newer control plane may add some; a change of meaning raises {@link #FORMAT}. {@link
 * SnapshotCodec} is the only way in and out, and it validates. Source: decision 0003.
 *
 * @param format version of this shape
 * @param policy that was compiled
 * @param revision of the policy's content, not of the endpoints: {@code g<generation>-<hash>}
 * @param tiers from the lightest to the heaviest, at least one
 * @param targets in order of id, at least one
 * @param rules tried in order
 * @param classifier asked when no rule decided
 * @param balance within a target
 * @param resilience for every request of the policy
 */
public record RoutingSnapshot(
    @JsonProperty(required = true) int format,
    @JsonProperty(required = true) PolicyRef policy,
    @JsonProperty(required = true) String revision,
    List<Tier> tiers,
    List<Target> targets,
    List<RouteRule> rules,
    @JsonProperty(required = true) Classifier classifier,
    @JsonProperty(required = true) Balance balance,
    @JsonProperty(required = true) Resilience resilience) {

  /** The format written by this version. */
  public static final int FORMAT = 1;

  public RoutingSnapshot {
    tiers = tiers == null ? List.of() : List.copyOf(tiers);
    targets = targets == null ? List.of() : List.copyOf(targets);
    rules = rules == null ? List.of() : List.copyOf(rules);
  }
}
