// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.arch.siblings.wiring;

import dev.conduit.testkit.arch.siblings.one.One;
import dev.conduit.testkit.arch.siblings.two.Two;

/** Puts siblings together, as it may. */
public record Wiring(One one, Two two) {}
