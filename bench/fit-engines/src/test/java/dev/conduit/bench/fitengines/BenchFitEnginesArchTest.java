// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.fitengines;

import dev.conduit.testkit.arch.ModuleRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The architecture rules of this module. */
class BenchFitEnginesArchTest {
  @TestFactory
  Stream<DynamicTest> rules() {
    return ModuleRules.of("dev.conduit.bench.fitengines")
        .everywhere()
        .except(16, "a command: it prints its figures", "dev.conduit.bench.fitengines.Main")
        .except(
            16, "a command: it prints llama.cpp's log", "dev.conduit.bench.fitengines.LlamaLoad")
        .tests();
  }
}
