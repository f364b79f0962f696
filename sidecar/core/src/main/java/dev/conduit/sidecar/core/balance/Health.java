// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.balance;

import dev.conduit.contract.HealthCheck;

/**
 * What the data plane itself knows of an endpoint's health.
 *
 * <pre>
 *   in  --(unhealthyAfter failures in a row, or one refused connection)--> out
 *   out --(healthyAfter successful checks in a row)--> in
 * </pre>
 *
 * @param isOut whether it gets no requests
 * @param failures in a row
 * @param successes of checks in a row
 */
public record Health(boolean isOut, int failures, int successes) {
  /** Of an endpoint that was never checked: the control plane's word is taken for it. */
  public static final Health UNKNOWN = new Health(false, 0, 0);

  /** After a check that was answered with success. */
  public Health checked(HealthCheck policy) {
    int more = Math.min(successes + 1, policy.healthyAfter());
    return new Health(isOut && more < policy.healthyAfter(), 0, more);
  }

  /** After a request that the endpoint answered; it cannot put an endpoint back in. */
  public Health answered() {
    return failures == 0 ? this : new Health(isOut, 0, successes);
  }

  /** After a check or a request that failed without an answer. */
  public Health failed(HealthCheck policy) {
    int more = Math.min(failures + 1, policy.unhealthyAfter());
    return new Health(isOut || more >= policy.unhealthyAfter(), more, 0);
  }

  /** After the endpoint refused a connection: nothing listens there. */
  public Health refused() {
    return new Health(true, failures + 1, 0);
  }
}
