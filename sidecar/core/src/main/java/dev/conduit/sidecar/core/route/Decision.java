// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import dev.conduit.contract.Target;
import dev.conduit.sidecar.core.failure.Failure;
import java.util.List;

/** Where a request may go. */
public sealed interface Decision {
  /**
   * It may go to these and no others; retries and fallbacks included.
   *
   * @param candidates in order of preference, at least one
   * @param reason shown in {@code x-conduit-reason}; never quotes the prompt
   */
  record Routed(List<Target> candidates, String reason) implements Decision {
    public Routed {
      candidates = List.copyOf(candidates);
    }
  }

  /** It may go nowhere. */
  record Refused(Failure failure) implements Decision {}
}
