// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.arch.broken;

/** A sealed type whose case is no value. */
public sealed interface Open {
  final class Case implements Open {}
}
