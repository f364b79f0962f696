// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.fit;

import dev.conduit.testkit.arch.ModuleRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The architecture rules of this module. */
class BenchFitArchTest {
  @TestFactory
  Stream<DynamicTest> rules() {
    return ModuleRules.of("dev.conduit.bench.fit")
        .everywhere()
        .except(16, "a command: it prints its figures", "dev.conduit.bench.fit.Main")
        .tests();
  }
}
