// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

/** How an endpoint is picked among the ready ones of a target. */
public enum Balance {
  /** Each in turn. */
  ROUND_ROBIN,
  /** The one with the fewest requests of this data plane in flight. */
  LEAST_REQUESTS,
  /** The less loaded of two picked at random. */
  POWER_OF_TWO_CHOICES
}
