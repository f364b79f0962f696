// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.routing;

import dev.conduit.testkit.arch.ModuleRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The architecture rules of this module. */
class BenchRoutingArchTest {
  @TestFactory
  Stream<DynamicTest> rules() {
    return ModuleRules.of("dev.conduit.bench.routing")
        .everywhere()
        .except(16, "a command: it prints its figures", "dev.conduit.bench.routing.Main")
        .tests();
  }
}
