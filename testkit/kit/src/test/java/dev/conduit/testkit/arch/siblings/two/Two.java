// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.arch.siblings.two;

import dev.conduit.testkit.arch.siblings.one.One;

/** Sees its sibling, and with it makes a cycle. */
public record Two(int value) {
  /** The other. */
  public One one() {
    return new One(this);
  }
}
