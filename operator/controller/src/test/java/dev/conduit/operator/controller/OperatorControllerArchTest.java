// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller;

import dev.conduit.testkit.arch.ModuleRules;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The architecture rules of the adapters. */
final class OperatorControllerArchTest {
  @TestFactory
  Stream<DynamicTest> rules() {
    return ModuleRules.of("dev.conduit.operator.controller")
        .everywhere()
        .adapters(Set.of("reconcile", "wiring"), Set.of("apply", "gather", "config"))
        .except(
            9,
            "a boundary: a turn that fails ends neither the thread nor the next ones",
            "dev.conduit.operator.controller.reconcile.ChangeFeed")
        .tests();
  }
}
