// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

/** Which target of a tier is tried first. A target of weight 0 is kept out in each case. */
public enum TargetBalance {
  /** Drawn at random, by weight. */
  WEIGHTED,
  /** The one that the request is expected to cost least at; of equal ones drawn by weight. */
  LOWEST_COST,
  /** The one that is expected to answer first, of two drawn at random. */
  LOWEST_LATENCY
}
