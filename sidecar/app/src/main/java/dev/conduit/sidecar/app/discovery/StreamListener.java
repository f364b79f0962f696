// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.discovery;

import dev.conduit.contract.RoutingSnapshot;
import java.util.List;
import java.util.Optional;

/** Hears what comes by the stream. Called on worker threads, one call at a time, in order. */
public interface StreamListener {
  /** What the data plane runs now, however it got it. */
  Optional<RoutingSnapshot> running();

  /** A valid snapshot of the policy, different from what runs. */
  void streamed(RoutingSnapshot snapshot);

  /** A content that must not be used, and why. */
  void refused(List<String> problems);

  /** The control plane said just now that this is what should run. */
  void confirmed(RoutingSnapshot running);
}
