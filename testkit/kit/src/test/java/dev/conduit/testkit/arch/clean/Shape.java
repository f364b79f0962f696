// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.arch.clean;

import java.util.Optional;

/** A sealed type that keeps the rules. */
public sealed interface Shape {
  record Circle(double radius, Optional<String> name) implements Shape {}

  record Square(double side) implements Shape {}
}
