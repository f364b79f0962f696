// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance;

import dev.conduit.testkit.arch.ModuleRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The suite keeps the rules of the house. */
class ConformanceArchTest {
  @TestFactory
  Stream<DynamicTest> rules() {
    return ModuleRules.of("dev.conduit.conformance").everywhere().tests();
  }
}
