// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.classify;

import dev.conduit.contract.Tier;

/** What a classifier of somebody else's says about a request, or that it says nothing. */
public sealed interface Advice {
  /** Nobody was asked. */
  Advice NONE = new Absent(Why.NOT_ASKED);

  /** It named a tier of the policy. */
  record Named(Tier tier) implements Advice {}

  /** It gave a score, in [0,1], 0 easiest; the policy's thresholds say what that means. */
  record Scored(double score) implements Advice {}

  /** It said nothing that could be used. */
  record Absent(Why why) implements Advice {}

  /** Why there is no advice. */
  enum Why {
    /** Nobody was to be asked. */
    NOT_ASKED(""),
    /** The request is of a class of data that must not go there. */
    WITHHELD("withheld"),
    /** Not in time. */
    SLOW("slow"),
    /** No connection, or an answer with another status than 200. */
    ERROR("error"),
    /** An answer that is neither a tier of the policy nor a score that the policy has a use for. */
    MALFORMED("malformed"),
    /** It failed again and again, and is left alone for a while. */
    OPEN("open");

    private final String label;

    Why(String label) {
      this.label = label;
    }

    /** One word for metrics, and for {@code x-conduit-reason} after {@code classifier-}. */
    public String label() {
      return label;
    }
  }
}
