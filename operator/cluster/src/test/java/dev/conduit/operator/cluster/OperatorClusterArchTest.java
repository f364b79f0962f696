// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster;

import dev.conduit.testkit.arch.ModuleRules;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The architecture rules of the adapters. */
final class OperatorClusterArchTest {
  @TestFactory
  Stream<DynamicTest> rules() {
    return ModuleRules.of("dev.conduit.operator.cluster")
        .everywhere()
        .adapters(Set.of("probe"), Set.of("names", "gather"))
        .tests();
  }
}
