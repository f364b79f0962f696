// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.cascade;

/** What an answer is worth. */
public sealed interface Verdict {
  /**
   * Good enough.
   *
   * @param by what speaks for it, such as {@code schema+logprob}
   */
  record Verified(String by) implements Verdict {}

  /** Not good enough. */
  record Flawed(Flaw flaw) implements Verdict {}
}
