// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.apply;

import java.util.Locale;

/**
 * Where an engine stands.
 *
 * <pre>
 * STARTING -> READY <-> UNREADY      any -> BACKOFF -> STARTING   (its process ended)
 *                                    any -> FAILED                (no use to try again)
 *                                    any -> DRAINING -> STOPPED   (we end it)
 * </pre>
 */
public enum Phase {
  /** Started, loading, not asked anything yet. */
  STARTING,
  /** Healthy, lists its models, answered a one-token probe. */
  READY,
  /** Was ready and now fails its health check. */
  UNREADY,
  /** Its process ended; waits to be started again. */
  BACKOFF,
  /** Cannot run here; a person must act. */
  FAILED,
  /** Takes no new requests, ends the ones in flight. */
  DRAINING,
  /** Gone. */
  STOPPED;

  /** Lower case, for a person. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
