// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.discovery;

import dev.conduit.contract.PolicyRef;
import java.util.Optional;

/** Tells who sent a token. */
public interface CallerCheck {
  /**
   * Blocks while it asks; never called on an event loop. Never throws for a token, whatever is in
   * it.
   *
   * @param token as the caller sent it, without the scheme
   */
  Caller check(String token);

  /** The answer. */
  sealed interface Caller {
    /**
     * A ServiceAccount whose token is good now.
     *
     * @param pod the token is bound to, if it is bound to one
     */
    record Allowed(String namespace, String serviceAccount, Optional<String> pod)
        implements Caller {
      /** Policies choose pods of their own namespace only, so no other may read them. */
      public boolean mayRead(PolicyRef policy) {
        return namespace.equals(policy.namespace());
      }
    }

    /** No good, and why, for the caller's log. */
    record Denied(String reason) implements Caller {}

    /** Nobody could be asked: try again. */
    record Unavailable(String reason) implements Caller {}
  }
}
