// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.balance;

/** Rates candidates; the higher the better. */
@FunctionalInterface
public interface Scorer {
  /** Fewest requests in flight first: 1 when idle, towards 0 as they queue up. */
  Scorer IN_FLIGHT = candidate -> 1.0 / (1 + candidate.inFlight());

  /** In [0,1], 1 best. Never fails. */
  double score(Candidate candidate);
}
