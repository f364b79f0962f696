// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.observed;

/** Where a started engine is in its life. */
public enum EnginePhase {
  /** Started, loading or not yet listing its model. */
  STARTING,
  /** Lists its model and passed a one-token probe. */
  READY,
  /** Was ready, then failed its probes; alive. */
  UNHEALTHY,
  /** Ended by itself; will be started again after a back-off. Holds its place. */
  FAILED,
  /** Told to stop; finishes its requests and still holds its memory. */
  DRAINING
}
