// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.discovery;

import dev.conduit.testkit.arch.ModuleRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The architecture rules of the stream's server end. */
class OperatorDiscoveryArchTest {
  @TestFactory
  Stream<DynamicTest> rules() {
    return ModuleRules.of("dev.conduit.operator.discovery").everywhere().tests();
  }
}
