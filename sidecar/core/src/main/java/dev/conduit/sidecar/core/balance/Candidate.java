// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.balance;

/** An endpoint that may get a request, as it is at this moment. */
public interface Candidate {
  /** Whether the control plane and the data plane's own checks both hold it ready. */
  boolean isReady();

  /** Requests of this data plane that it has not finished. */
  int inFlight();
}
