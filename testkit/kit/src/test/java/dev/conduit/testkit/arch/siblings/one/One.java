// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.arch.siblings.one;

import dev.conduit.testkit.arch.siblings.two.Two;

/** Sees its sibling, and with it makes a cycle. */
public record One(Two two) {
  /** An empty one. */
  public static final One NONE = new One(new Two(0));
}
