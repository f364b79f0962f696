// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.arch;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The test kit keeps its own rules. */
class TestkitArchTest {
  @TestFactory
  Stream<DynamicTest> rules() {
    return ModuleRules.of("dev.conduit.testkit").everywhere().tests();
  }
}
