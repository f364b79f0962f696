// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import dev.conduit.contract.TargetId;

/** What a data plane expects of targets, by what it saw of them. */
public interface Outlook {
  /** Of one that has seen nothing. */
  Outlook NONE =
      new Outlook() {
        @Override
        public double waitNanos(TargetId target, boolean isStream) {
          return 0;
        }

        @Override
        public double outputTokens(TargetId target) {
          return 0;
        }
      };

  /**
   * Time to the first byte of an answer, with what is under way already; 0 when nothing is known.
   *
   * @param isStream whether the answer comes in pieces: the first byte of a whole one is its last
   */
  double waitNanos(TargetId target, boolean isStream);

  /** Tokens of an answer, on average; 0 when nothing is known. */
  double outputTokens(TargetId target);
}
