// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint;

import dev.conduit.testkit.arch.ModuleRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The architecture rules of this module. */
class CheckpointArchTest {
  @TestFactory
  Stream<DynamicTest> rules() {
    return ModuleRules.of("dev.conduit.checkpoint").everywhere().tests();
  }
}
