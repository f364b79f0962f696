// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app;

import dev.conduit.testkit.arch.ModuleRules;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The architecture rules of the adapters. */
final class OperatorAppArchTest {
  @TestFactory
  Stream<DynamicTest> rules() {
    return ModuleRules.of("dev.conduit.operator.app")
        .everywhere()
        .adapters(Set.of("cli", "local"), Set.of("console", "process", "state", "explain"))
        .tests();
  }
}
